import { encoded } from '../../../oauth/form.ts';
import { inventedCode, type OAuthStep } from '../../../oauth/flow.ts';
import { documentedRequest } from '../../../oauth/codes.ts';

/** The endpoints over plain HTTP; nothing secret is sent. */
export const plainHttpStep: OAuthStep = {
  cases: ({ settings }) => {
    const insecure = settings.oauthTarget.startsWith('http:');
    const absent = insecure ? { absent: 'the authorization server that is tested has no TLS itself (oauthTarget)' } : {};
    return ['plain-authorize', 'plain-token'].map((variant) => ({ variant, cost: 1, ...absent }));
  },
  async play(flow) {
    const { dialogue, main } = flow;
    const { authorize = '/', token = '/' } = dialogue.server.paths;
    const query = encoded(documentedRequest(main, undefined));
    const asked = await dialogue.look(`${authorize}?${query}`, { channel: 'plain-oauth', client: main.name });
    flow.take('plain-authorize', { controls: [], probes: [asked.evidence] });
    const posted = await dialogue.look(token, {
      method: 'POST',
      channel: 'plain-oauth',
      client: main.name,
      headers: ['Content-Type', 'application/x-www-form-urlencoded'],
      body: encoded([
        ['grant_type', 'authorization_code'],
        ['code', inventedCode],
        ['client_id', main.clientId],
      ]),
    });
    flow.take('plain-token', { controls: [], probes: [posted.evidence] });
  },
};

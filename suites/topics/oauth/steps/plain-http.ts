import { encoded } from '../../../oauth/form.ts';
import { inventedCode, type OAuthStep } from '../../../oauth/flow.ts';
import { documentedRequest } from '../../../oauth/codes.ts';

/** The endpoints over plain HTTP. No secret is sent. */
export const plainHttpStep: OAuthStep = {
  cases: ({ settings }) => {
    const insecure = settings.oauthTarget.startsWith('http:');
    const absent = insecure ? { absent: 'the tested authorization server does not use TLS (oauthTarget)' } : {};
    return (['plain-authorize', 'plain-token'] as const).map((kind) => ({ kind, cost: 1, ...absent }));
  },
  async play(flow) {
    const { dialogue, main } = flow;
    const { authorize = '/', token = '/' } = dialogue.server.paths;
    const query = encoded(documentedRequest(main, undefined));
    const authorized = await dialogue.fetch(`${authorize}?${query}`, { channel: 'plain-oauth', client: main.name });
    flow.observe('plain-authorize', { controls: [], probes: { response: authorized.evidence } });
    const posted = await dialogue.fetch(token, {
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
    flow.observe('plain-token', { controls: [], probes: { response: posted.evidence } });
  },
};

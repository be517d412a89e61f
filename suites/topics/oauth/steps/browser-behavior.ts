import { headerValue, headerValues } from '../../../../spec/message.ts';
import { documentedRequest } from '../../../oauth/codes.ts';
import { controlOf, isBack, type OAuthFlow, type OAuthStep } from '../../../oauth/flow.ts';
import { withParameters, type Parameters } from '../../../oauth/form.ts';
import { pkceFor } from '../../../oauth/pkce.ts';
import type { Reply } from '../../../http/target.ts';
import { denyingScript } from '../../../oauth/needs.ts';

const state = 'state-of-auth-conformance';

/** How the authorization endpoint handles other origins, frames and a denied consent. */
export const browserBehavior: OAuthStep = {
  cases: ({ hooks, settings }, { main }) => {
    const able = hooks.deny === true || main?.consent.kind === 'browser';
    const needs = denyingScript(main?.name ?? 'NAME');
    const lacking =
      settings.profile === 'full'
        ? { blocked: { why: 'nothing can deny consent', needs } }
        : { outside: { why: 'nothing can deny consent', needs } };
    return [
      { kind: 'denied', cost: 1, ...(main && !able && lacking) },
      { kind: 'cors', cost: 1 },
      { kind: 'frame', cost: 2 },
    ];
  },
  async play(flow) {
    if (flow.wants('denied')) await denyConsent(flow);
    await requestFromOtherOrigin(flow);
    await fetchConsentPage(flow);
  },
};

/** A valid request, with a challenge if the server demands one. */
function usual({ main, codes }: OAuthFlow): Parameters {
  const challenge = codes.demandsPkce() ? { code_challenge: pkceFor('manners').challenge, code_challenge_method: 'S256' } : {};
  return withParameters(documentedRequest(main, main.scopes.join(' ') || undefined), { state, ...challenge });
}

async function denyConsent(flow: OAuthFlow): Promise<void> {
  const { main, codes, dialogue } = flow;
  const driven = await codes.drive(main, usual(flow), 'deny');
  if (!driven) await dialogue.context.target.capabilities.deny?.(main.clientId);
  const denied = driven ?? (await dialogue.authorize(main, usual(flow)));
  flow.observe('denied', {
    controls: controlOf(flow),
    probes: { authorization: denied.evidence },
    facts: {
      error: denied.returned.get('error') ?? '',
      code: denied.returned.has('code'),
      state: denied.returned.get('state') === state,
      back: isBack(denied, main.redirectUri),
    },
  });
}

/** A script of another origin must not be able to read the response. */
async function requestFromOtherOrigin(flow: OAuthFlow): Promise<void> {
  const { main, dialogue } = flow;
  const { evidence } = await dialogue.authorize(main, usual(flow), { headers: ['Origin', 'https://evil.example'] });
  flow.observe('cors', { controls: [], probes: { authorization: evidence } });
}

/** The consent page: the response itself, or where it redirects to on the same server. */
async function fetchConsentPage(flow: OAuthFlow): Promise<void> {
  const { main, dialogue } = flow;
  const asked = await dialogue.authorize(main, withParameters(usual(flow), { prompt: 'consent' }));
  const noPage = () =>
    flow.undecided('frame', { outcome: 'not-applicable', cause: { code: 'no-consent-page' } }, { authorization: asked.evidence });
  if (asked.location === undefined)
    return isPage(asked.reply) ? flow.observe('frame', { controls: [], probes: { page: asked.evidence } }) : noPage();
  const here = new URL(asked.evidence.request.url);
  const there = URL.canParse(asked.location, here.origin) ? new URL(asked.location, here.origin) : undefined;
  if (there?.origin !== here.origin || asked.returned.has('code') || asked.returned.has('error')) return noPage();
  const cookies = headerValues(asked.reply?.headers ?? [], 'set-cookie').map((line) => line.split(';', 1)[0]!.trim());
  const headers = cookies.length === 0 ? [] : ['Cookie', cookies.join('; ')];
  const { reply, evidence } = await dialogue.fetch(there.pathname + there.search, { client: main.name, headers });
  return isPage(reply) ? flow.observe('frame', { controls: [], probes: { page: evidence } }) : noPage();
}

function isPage(reply: Reply | undefined): boolean {
  return reply?.status === 200 && /html/i.test(headerValue(reply.headers, 'content-type') ?? '');
}

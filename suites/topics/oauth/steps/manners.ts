import { headerValue, headerValues } from '../../../../spec/message.ts';
import type { Observation } from '../../../engine/evidence.ts';
import { documentedRequest } from '../../../oauth/codes.ts';
import { controlOf, isBack, type OAuthFlow, type OAuthStep } from '../../../oauth/flow.ts';
import { withParameters, type Parameters } from '../../../oauth/form.ts';
import { pkceFor } from '../../../oauth/pkce.ts';

const state = 'state-of-auth-conformance';

/** How the authorization endpoint behaves towards browsers, and what becomes of a person's no. */
export const correctRequests: OAuthStep = {
  cases: ({ hooks, settings }, { main }) => {
    const able = hooks.deny === true || main?.consent.kind === 'browser';
    const needs = `clients.${main?.name ?? 'NAME'}.consent: { browser: ./login.ts }, or the test hook deny (hooks)`;
    const lacking =
      settings.profile === 'full' ? { blocked: { why: 'nobody is there to deny', needs } } : { outside: { why: `needs ${needs}`, needs } };
    return [
      { variant: 'denied', cost: 1, ...(main && !able && lacking) },
      { variant: 'cors', cost: 1 },
      { variant: 'frame', cost: 2 },
    ];
  },
  async play(flow) {
    if (flow.wants('denied')) await deny(flow);
    await visitFrom(flow);
    await frame(flow);
  },
};

/** With a challenge where the server demands one. */
function usual({ main, codes }: OAuthFlow): Parameters {
  const challenge = codes.demandsPkce() ? { code_challenge: pkceFor('manners').challenge, code_challenge_method: 'S256' } : {};
  return withParameters(documentedRequest(main, main.scopes.join(' ') || undefined), { state, ...challenge });
}

async function deny(flow: OAuthFlow): Promise<void> {
  const { main, codes, dialogue } = flow;
  const driven = await codes.drive(main, usual(flow), 'deny');
  if (!driven) await dialogue.stage.target.capabilities.deny?.(main.clientId);
  const denied = driven ?? (await dialogue.authorize(main, usual(flow)));
  flow.take('denied', {
    controls: controlOf(flow),
    probes: [denied.evidence],
    facts: {
      error: denied.returned.get('error') ?? '',
      code: denied.returned.has('code'),
      state: denied.returned.get('state') === state,
      back: isBack(denied, main.redirectUri),
    },
  });
}

/** A script of another site must not be able to read it. */
async function visitFrom(flow: OAuthFlow): Promise<void> {
  const { main, dialogue } = flow;
  const visited = await dialogue.authorize(main, usual(flow), { headers: ['Origin', 'https://evil.example'] });
  flow.take('cors', { controls: [], probes: [visited.evidence] });
}

/** The page that a person consents on: asked for, and found wherever the endpoint sends a browser on the same server. */
async function frame(flow: OAuthFlow): Promise<void> {
  const { main, dialogue } = flow;
  const asked = await dialogue.authorize(main, withParameters(usual(flow), { prompt: 'consent' }));
  const leave = (why: string) => {
    const undecided: Observation['undecided'] = { why, outcome: 'not-applicable' };
    flow.take('frame', { controls: [], probes: [asked.evidence], undecided });
  };
  if (asked.location === undefined) {
    return isPage(asked.reply) ? flow.take('frame', { controls: [], probes: [asked.evidence] }) : leave('no page is shown');
  }
  const here = new URL(asked.evidence.request.url);
  const there = URL.canParse(asked.location, here.origin) ? new URL(asked.location, here.origin) : undefined;
  if (there?.origin !== here.origin || asked.returned.has('code') || asked.returned.has('error')) return leave('no page is shown');
  const cookies = headerValues(asked.reply?.headers ?? [], 'set-cookie').map((line) => line.split(';', 1)[0]!.trim());
  const headers = cookies.length === 0 ? [] : ['Cookie', cookies.join('; ')];
  const page = await dialogue.look(there.pathname + there.search, { client: main.name, headers });
  return isPage(page.reply) ? flow.take('frame', { controls: [], probes: [page.evidence] }) : leave('no page is shown');
}

function isPage(reply: { readonly status: number; readonly headers: readonly string[] } | undefined): boolean {
  return reply !== undefined && reply.status === 200 && /html/i.test(headerValue(reply.headers, 'content-type') ?? '');
}

import { documentedRequest } from '../../../oauth/codes.ts';
import type { Authorized } from '../../../oauth/dialogue.ts';
import { controlOf, isBack, redeemCode, type OAuthFlow, type OAuthStep, type StepCase } from '../../../oauth/flow.ts';
import { scopesIn, withParameters, type Parameters } from '../../../oauth/form.ts';
import type { Parties } from '../../../oauth/parties.ts';
import { pkceFor } from '../../../oauth/pkce.ts';
import { hasDomains, lookalikes } from '../../../oauth/redirects.ts';
import type { Observation } from '../../../engine/evidence.ts';
import type { OAuthClient } from '../../../engine/settings.ts';

const foreign = 'https://evil.example/callback';
const state = 'state-of-auth-conformance';
const unknownScope = 'unknown-scope-of-auth-conformance';

/** One authorization request that should come to nothing, or to an error. */
interface Attempt {
  readonly variant: string;
  readonly by?: 'outsider' | 'insecure';
  readonly change: (usual: Parameters, client: OAuthClient) => Parameters | undefined;
}

const changing = (changes: { readonly [name: string]: string | undefined }) => (usual: Parameters) => withParameters(usual, changes);

const attempts: readonly Attempt[] = [
  { variant: 'unknown-client', change: changing({ client_id: 'unknown-auth-conformance' }) },
  { variant: 'missing-client', change: changing({ client_id: undefined }) },
  { variant: 'foreign-uri', change: changing({ redirect_uri: foreign }) },
  ...Object.entries(lookalikes).map(([name, alike]): Attempt => ({
    variant: `uri-${name}`,
    change: (usual, { redirectUri }) => {
      const uri = alike(new URL(redirectUri));
      return uri === undefined ? undefined : withParameters(usual, { redirect_uri: uri });
    },
  })),
  { variant: 'repeated-uri', change: (usual) => [...usual, ['redirect_uri', foreign]] },
  { variant: 'insecure-uri', by: 'insecure', change: (usual) => usual },
  { variant: 'no-response-type', change: changing({ response_type: undefined }) },
  { variant: 'unknown-response-type', change: changing({ response_type: 'unknown' }) },
  { variant: 'implicit', change: changing({ response_type: 'token' }) },
  {
    variant: 'unknown-scope',
    change: (usual) => withParameters(usual, { scope: `${Object.fromEntries(usual)['scope'] ?? ''} ${unknownScope}`.trim() }),
  },
  { variant: 'repeated-parameter', change: (usual) => [...usual, ['state', 'another-state']] },
  { variant: 'unknown-method', change: changing({ code_challenge: pkceFor('gate').challenge, code_challenge_method: 'unknown' }) },
  { variant: 'plain-method', change: changing({ code_challenge: pkceFor('gate').verifier, code_challenge_method: 'plain' }) },
  { variant: 'outsider', by: 'outsider', change: (usual) => usual },
];

const named = new Set(['uri-subdomain', 'uri-superdomain', 'uri-user-information', 'uri-other-port']);

/** The authorization endpoint, asked for what it must not give. */
export const authorizationEndpoint: OAuthStep = {
  cases: ({ contract }, parties) => attempts.map((attempt) => shotOf(attempt, parties, contract.plans.some(hasFeature))),
  async play(flow) {
    for (const attempt of attempts) if (flow.wants(attempt.variant)) await make(flow, attempt);
  },
};

const hasFeature = ({ features }: { readonly features: readonly string[] }) => features.includes('oauth2');

function shotOf({ variant, by, change }: Attempt, parties: Parties, planned: boolean): StepCase {
  const client = by === undefined ? parties.main : parties[by];
  const testCase = { variant, cost: 1, ...(client && { client: client.name }) };
  if (by === 'insecure' && !client) return { ...testCase, absent: 'no client is registered with a redirect URI over plain HTTP' };
  if (by === 'outsider' && !client) {
    if (!planned) return { ...testCase, absent: 'no plan says whether it includes OAuth' };
    return { ...testCase, blocked: { why: 'there is no client whose plan lacks OAuth', needs: 'such a client, with its plan (clients)' } };
  }
  if (variant === 'implicit' && parties.server.flows.some(({ kind }) => kind === 'implicit')) {
    return { ...testCase, absent: 'the document declares the implicit flow' };
  }
  if (!client) return testCase;
  const nameless = named.has(variant) && !hasDomains(new URL(client.redirectUri));
  if (nameless || change([], client) === undefined) return { ...testCase, absent: 'the registered redirect URI cannot be changed so' };
  return testCase;
}

async function make(flow: OAuthFlow, { variant, by, change }: Attempt): Promise<void> {
  const client = by === undefined ? flow.main : flow.parties[by];
  const usual = client && usualRequest(flow, client);
  const parameters = usual && change(usual, client);
  if (!client || !parameters) return;
  const authorized = await request(flow, client, parameters);
  // Where it is said twice, the second is the foreign one; an error may be told to the registered one.
  const last = parameters.findLast(([name]) => name === 'redirect_uri')?.[1] ?? '';
  flow.take(variant, {
    controls: controlOf(flow),
    probes: [authorized.evidence],
    facts: {
      code: authorized.returned.has('code'),
      token: authorized.returned.has('access_token'),
      error: authorized.returned.get('error') ?? '',
      state: authorized.returned.get('state') === state,
      sent: isBack(authorized, last),
      registered: isBack(authorized, client.redirectUri),
      issuer: authorized.returned.get('iss') ?? '',
      ...(variant === 'unknown-scope' && (await grantedFor(flow, authorized))),
    },
    ...undecidable(client, authorized),
  });
}

/** A code for an unknown scope is fair where its tokens are told to be without it. */
async function grantedFor(flow: OAuthFlow, { returned }: Authorized): Promise<Observation['facts']> {
  const code = returned.get('code');
  if (code === null) return {};
  const verifier = flow.codes.demandsPkce() ? { verifier: pkceFor('gate').verifier } : {};
  const { tokens } = await redeemCode(flow, { client: flow.main, asked: undefined, code, ...verifier });
  const granted = tokens?.scope ?? '';
  return { granted, narrowed: tokens === undefined || (tokens.scope !== undefined && !scopesIn(granted).includes(unknownScope)) };
}

/** A request that would be good: with a challenge where the server demands one. */
function usualRequest(flow: OAuthFlow, client: OAuthClient): Parameters {
  const scope = client === flow.main ? flow.first?.ticket.asked : client.scopes.join(' ');
  const challenge = flow.codes.demandsPkce() ? { code_challenge: pkceFor('gate').challenge, code_challenge_method: 'S256' } : {};
  return withParameters(documentedRequest(client, scope === '' ? undefined : scope), { state, ...challenge });
}

/** The request by the probe; where that ends at a page for a person to sign in, in a browser. */
async function request(flow: OAuthFlow, client: OAuthClient, parameters: Parameters): Promise<Authorized> {
  const direct = await flow.dialogue.authorize(client, parameters);
  if (!isPage(direct)) return direct;
  const driven = await flow.codes.drive(client, parameters, 'approve');
  return driven?.reply ? driven : direct;
}

/** Neither an error nor a way back: a page that a person would go on from. */
function isPage({ reply, returned, location }: Authorized): boolean {
  if (!reply || reply.status >= 400 || returned.has('error') || returned.has('code') || returned.has('access_token')) return false;
  return location === undefined || !returned.has('state');
}

/** Where every request, good or bad, ends at a page and nobody goes on, nothing can be told. */
function undecidable(client: OAuthClient, authorized: Authorized): Pick<Observation, 'undecided'> {
  if (client.consent.kind !== 'code' || !isPage(authorized)) return {};
  const needs = `clients.${client.name}.consent: { browser: ./login.ts }`;
  return { undecided: { why: 'the authorization endpoint answers with a page, and nobody signs in', outcome: 'blocked', needs } };
}

import { authorizationServers, flowOf, type AuthorizationServer } from '../../../../spec/authorization.ts';
import type { Undecided } from '../../../engine/check.ts';
import type { Contract } from '../../../../spec/contract.ts';
import type { Plan } from '../../../../spec/quotas.ts';
import { documentedRequest } from '../../../oauth/codes.ts';
import type { Authorized } from '../../../oauth/dialogue.ts';
import { controlOf, isBack, redeemCode, type OAuthFlow, type OAuthStep, type StepCase } from '../../../oauth/flow.ts';
import { scopesIn, withParameters, type Parameters } from '../../../oauth/form.ts';
import type { AttemptFacts, AuthorizationAttemptKind, UnknownScopeFacts } from '../../../oauth/observations.ts';
import type { Parties } from '../../../oauth/parties.ts';
import { pkceFor } from '../../../oauth/pkce.ts';
import { hasDomains, similarRedirects, type SimilarRedirect } from '../../../oauth/redirects.ts';
import type { OAuthClient } from '../../../engine/settings.ts';
import { browserScript } from '../../../oauth/needs.ts';

const foreign = 'https://evil.example/callback';
const state = 'state-of-auth-conformance';
const unknownScope = 'unknown-scope-of-auth-conformance';

/** An authorization request that the server should reject. */
interface Attempt {
  readonly kind: AuthorizationAttemptKind | 'unknown-scope';
  readonly by?: 'outsider' | 'insecure';
  /** Undefined if the redirect URI cannot be changed so. */
  readonly change: (usual: Parameters, client: OAuthClient) => Parameters | undefined;
  /** Whether the change needs a host that can have subdomains, or another host name. */
  readonly needsDomain?: boolean;
}

const changing = (changes: { readonly [name: string]: string | undefined }) => (usual: Parameters) => withParameters(usual, changes);

const needDomain: ReadonlySet<SimilarRedirect> = new Set(['subdomain', 'superdomain', 'user-information', 'other-port']);

const similarRedirect = (name: SimilarRedirect): Attempt => ({
  kind: `uri-${name}`,
  needsDomain: needDomain.has(name),
  change: (usual, { redirectUri }) => {
    const uri = similarRedirects[name](new URL(redirectUri));
    return uri === undefined ? undefined : withParameters(usual, { redirect_uri: uri });
  },
});

const isSimilar = (name: string): name is SimilarRedirect => Object.hasOwn(similarRedirects, name);

const attempts: readonly Attempt[] = [
  { kind: 'unknown-client', change: changing({ client_id: 'unknown-auth-conformance' }) },
  { kind: 'missing-client', change: changing({ client_id: undefined }) },
  { kind: 'foreign-uri', change: changing({ redirect_uri: foreign }) },
  ...Object.keys(similarRedirects).filter(isSimilar).map(similarRedirect),
  { kind: 'repeated-uri', change: (usual) => [...usual, ['redirect_uri', foreign]] },
  { kind: 'insecure-uri', by: 'insecure', change: (usual) => usual },
  { kind: 'no-response-type', change: changing({ response_type: undefined }) },
  { kind: 'unknown-response-type', change: changing({ response_type: 'unknown' }) },
  { kind: 'implicit', change: changing({ response_type: 'token' }) },
  {
    kind: 'unknown-scope',
    change: (usual) => withParameters(usual, { scope: `${Object.fromEntries(usual)['scope'] ?? ''} ${unknownScope}`.trim() }),
  },
  { kind: 'repeated-parameter', change: (usual) => [...usual, ['state', 'another-state']] },
  { kind: 'unknown-method', change: changing({ code_challenge: pkceFor('gate').challenge, code_challenge_method: 'unknown' }) },
  { kind: 'plain-method', change: changing({ code_challenge: pkceFor('gate').verifier, code_challenge_method: 'plain' }) },
  { kind: 'outsider', by: 'outsider', change: (usual) => usual },
];

/** Requests that the authorization endpoint must reject. */
export const authorizationEndpoint: OAuthStep = {
  cases: ({ contract }, parties) => attempts.map((attempt) => caseOf(attempt, parties, contract)),
  async play(flow) {
    for (const attempt of attempts) if (flow.wants(attempt.kind)) await make(flow, attempt);
  },
};

const includesOAuth = ({ features }: Pick<Plan, 'features'>) => features.includes('oauth2');

/** Whether a scheme with the same authorization endpoint declares the implicit flow. */
function declaresImplicit(contract: Contract, { issuer, paths }: AuthorizationServer): boolean {
  return authorizationServers(contract).some(
    (server) => server.issuer === issuer && server.paths.authorize === paths.authorize && flowOf(server, 'implicit') !== undefined,
  );
}

function caseOf({ kind, by, change, needsDomain }: Attempt, parties: Parties, contract: Contract): StepCase {
  const client = by === undefined ? parties.main : parties[by];
  const testCase = { kind, cost: 1, ...(client && { client: client.name }) };
  if (by === 'insecure' && !client) return { ...testCase, absent: 'no client is registered with a redirect URI over plain HTTP' };
  if (by === 'outsider' && !client) {
    if (!contract.plans.some(includesOAuth)) return { ...testCase, absent: 'no plan declares whether it includes OAuth' };
    return {
      ...testCase,
      blocked: { why: 'there is no client whose plan lacks OAuth', needs: { what: 'such a client, with its plan', key: 'clients' } },
    };
  }
  if (kind === 'implicit' && declaresImplicit(contract, parties.server)) {
    return { ...testCase, absent: 'the document declares the implicit flow' };
  }
  if (!client) return testCase;
  const impossible = (needsDomain && !hasDomains(new URL(client.redirectUri))) || change([], client) === undefined;
  return impossible ? { ...testCase, absent: 'the registered redirect URI cannot be changed this way' } : testCase;
}

async function make(flow: OAuthFlow, { kind, by, change }: Attempt): Promise<void> {
  const client = by === undefined ? flow.main : flow.parties[by];
  const usual = client && usualRequest(flow, client);
  const parameters = usual && change(usual, client);
  if (!client || !parameters) return;
  const authorized = await send(flow, client, parameters);
  const { returned } = authorized;
  // Of two redirect URIs the second is foreign. An error may go to the registered one.
  const requested = parameters.findLast(([name]) => name === 'redirect_uri')?.[1] ?? '';
  const facts: AttemptFacts = {
    code: returned.has('code'),
    token: returned.has('access_token'),
    error: returned.get('error') ?? '',
    issuer: returned.get('iss') ?? '',
    state: returned.get('state') === state,
    toRequested: isBack(authorized, requested),
    toRegistered: isBack(authorized, client.redirectUri),
  };
  const observation = { controls: controlOf(flow), probes: { authorization: authorized.evidence }, ...undecidable(client, authorized) };
  if (kind !== 'unknown-scope') return flow.observe(kind, { ...observation, facts });
  flow.observe(kind, { ...observation, facts: { ...facts, ...(await redeemUnknownScope(flow, authorized)) } });
}

/** Redeems a code for an unknown scope: it is fine if the response says that the tokens do not have that scope. */
async function redeemUnknownScope(flow: OAuthFlow, { returned }: Authorized): Promise<UnknownScopeFacts> {
  const code = returned.get('code');
  if (code === null) return {};
  const verifier = flow.codes.demandsPkce() ? { verifier: pkceFor('gate').verifier } : {};
  const { tokens, evidence } = await redeemCode(flow, { client: flow.main, asked: undefined, code, ...verifier });
  const granted = tokens?.scope ?? '';
  const narrowed = tokens === undefined || (tokens.scope !== undefined && !scopesIn(granted).includes(unknownScope));
  return { granted, narrowed, tokens: evidence.id };
}

/** A valid request, with a challenge if the server demands one. */
function usualRequest(flow: OAuthFlow, client: OAuthClient): Parameters {
  const scope = client === flow.main ? flow.first?.obtained.asked : client.scopes.join(' ');
  const challenge = flow.codes.demandsPkce() ? { code_challenge: pkceFor('gate').challenge, code_challenge_method: 'S256' } : {};
  return withParameters(documentedRequest(client, scope === '' ? undefined : scope), { state, ...challenge });
}

/** Sends the request by the probe, and again in a browser if the response is a page to sign in. */
async function send(flow: OAuthFlow, client: OAuthClient, parameters: Parameters): Promise<Authorized> {
  const direct = await flow.dialogue.authorize(client, parameters);
  if (!isPage(direct)) return direct;
  const driven = await flow.codes.drive(client, parameters, 'approve');
  return driven?.reply ? driven : direct;
}

/** Neither an error nor a redirect back: a page for a user. */
function isPage({ reply, returned, location }: Authorized): boolean {
  if (!reply || reply.status >= 400 || returned.has('error') || returned.has('code') || returned.has('access_token')) return false;
  return location === undefined || !returned.has('state');
}

/** If every request, valid or not, leads to a page and no user signs in, nothing is decided. */
function undecidable(client: OAuthClient, authorized: Authorized): { readonly undecided?: Undecided } {
  if (client.consent.kind !== 'code' || !isPage(authorized)) return {};
  return { undecided: { outcome: 'blocked', cause: { code: 'page-without-person' }, needs: browserScript(client.name) } };
}

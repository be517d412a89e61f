/**
 * What a client is given in a scenario: addresses, a live credential, and an OAuth client.
 *
 * @module
 */
import { authorizationServers, flowOf, type AuthorizationServer } from '../../spec/authorization.ts';
import type { Contract, Scheme } from '../../spec/contract.ts';
import type { Client, DocumentedPrincipal } from '../../spec/principals.ts';
import { unknownName } from '../../spec/suggestion.ts';

/** The addresses of a scenario. URLs of the API have its base path. */
export interface Addresses {
  readonly url: string;
  readonly httpUrl: string;
  /** Another host, and another port of the same host, with the base path too. */
  readonly otherHost: string;
  readonly otherPort: string;
  /** The origin of the authorization server. */
  readonly issuer: string;
}

/** The credential of the scenario, without its value. */
export interface GivenPrincipal {
  readonly name: string;
  readonly scheme: Scheme;
}

/** The OAuth client of the scenario, and the authorization server of its scheme. */
export interface GivenClient {
  readonly client: Client;
  readonly server: AuthorizationServer;
}

/** The scopes of a client that its authorization server has: another scheme at the same address may have others. */
export function grantedScopes({ client, server }: GivenClient): readonly string[] {
  const declared = new Set(server.flows.flatMap(({ scopes }) => scopes));
  return client.scopes.filter((scope) => declared.has(scope));
}

/** What the scenarios of a document can give to a client. */
export interface ClientSetting {
  /** The document, with the redirect URI registered for its client. */
  readonly contract: Contract;
  readonly principal?: GivenPrincipal;
  readonly oauth?: GivenClient;
  readonly redirectUri: string;
}

/** How many operations the scopes of a principal allow. */
function reach({ operations, implies }: Contract, { scheme, scopes }: DocumentedPrincipal): number {
  const held = new Set(scopes.flatMap((scope) => [scope, ...(implies[scope] ?? [])]));
  const allowed = operations.filter(({ security }) =>
    security.some(
      ({ requirements }) =>
        requirements.length > 0 &&
        requirements.every((requirement) => requirement.scheme === scheme && requirement.scopes.every((scope) => held.has(scope))),
    ),
  );
  return allowed.length;
}

/** The largest window of the plan of an account. */
const quotaOf = ({ accounts, plans }: Contract, account: string) => {
  const plan = plans.find(({ name }) => name === accounts.find((one) => one.name === account)?.plan);
  return Math.min(...(plan?.windows ?? []).map(({ limit }) => limit), Number.MAX_SAFE_INTEGER);
};

/** The live principal that may call the most operations with its credential alone, then the one with the largest quota. */
function givenPrincipal(contract: Contract): GivenPrincipal | undefined {
  const sendable = ({ kind }: Scheme) => kind !== 'certificate' && kind !== 'unsupported';
  const [best] = contract.principals
    .filter(({ state, from, expendable }) => state === 'active' && from === undefined && !expendable)
    .filter((principal) => reach(contract, principal) > 0)
    .flatMap((principal) => {
      const scheme = contract.schemes.find(({ name }) => name === principal.scheme);
      return scheme && sendable(scheme) ? [{ principal, scheme }] : [];
    })
    .toSorted(
      (one, other) =>
        reach(contract, other.principal) - reach(contract, one.principal) ||
        quotaOf(contract, other.principal.account) - quotaOf(contract, one.principal.account),
    );
  return best && { name: best.principal.name, scheme: best.scheme };
}

/** Whether the plan of a client has OAuth 2.0; plans without features have it all. */
function mayUse({ accounts, plans }: Contract, { account }: Client): boolean {
  if (!plans.some(({ features }) => features.includes('oauth2'))) return true;
  const plan = accounts.find(({ name }) => name === account)?.plan;
  return plans.some(({ name, features }) => name === plan && features.includes('oauth2'));
}

/** The named OAuth client, else the usable one with the most scopes; one with a secret is preferred. */
function givenClient(contract: Contract, name: string | undefined): GivenClient | undefined {
  const server = authorizationServers(contract).find(
    (one) => flowOf(one, 'authorizationCode') !== undefined || flowOf(one, 'deviceAuthorization') !== undefined,
  );
  if (server === undefined) return undefined;
  const named = contract.clients.find((client) => client.name === name);
  if (name !== undefined && named === undefined)
    throw new RangeError(
      unknownName(
        'an OAuth client',
        name,
        contract.clients.map((client) => client.name),
      ),
    );
  const [best] = contract.clients
    .filter((client) => client.from === undefined && mayUse(contract, client))
    .toSorted((one, other) => Number(one.public) - Number(other.public) || other.scopes.length - one.scopes.length);
  const client = named ?? best;
  return client && { client, server };
}

/**
 * What the scenarios of a document give.
 *
 * @throws RangeError if the document does not have the named OAuth client
 */
export function settingOf(contract: Contract, redirectUri: string, clientName?: string): ClientSetting {
  const principal = givenPrincipal(contract);
  const oauth = givenClient(contract, clientName);
  const clients = contract.clients.map((client) =>
    client.name === oauth?.client.name ? { ...client, redirectUris: [redirectUri] } : client,
  );
  return { contract: { ...contract, clients }, ...(principal && { principal }), ...(oauth && { oauth }), redirectUri };
}

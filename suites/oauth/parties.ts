/**
 * The clients of a flow, chosen by property, never by name.
 *
 * @module
 */
import { authorizationServers, flowOf, type AuthorizationServer, type Grant } from '../../spec/authorization.ts';
import type { Contract } from '../../spec/contract.ts';
import type { OAuthClient, Settings } from '../engine/settings.ts';

export interface Parties {
  readonly server: AuthorizationServer;
  /** Confidential, may use the API's OAuth, with a redirect URI over HTTPS or to this machine. */
  readonly main?: OAuthClient;
  /** Another client of the same kind. */
  readonly other?: OAuthClient;
  readonly public?: OAuthClient;
  /** Its plan does not include OAuth. */
  readonly outsider?: OAuthClient;
  /** Registered with a redirect URI over plain HTTP. */
  readonly insecure?: OAuthClient;
}

/** The first authorization server with a flow of this kind. */
export function serverWith(contract: Contract, kind: Grant): AuthorizationServer | undefined {
  return authorizationServers(contract).find((server) => flowOf(server, kind) !== undefined);
}

/** The parties of the authorization code flow; undefined where the document declares none. */
export function partiesOf(contract: Contract, settings: Pick<Settings, 'clients'>): Parties | undefined {
  const server = serverWith(contract, 'authorizationCode');
  if (!server) return undefined;
  const usable = settings.clients
    .filter(({ from, redirectUri }) => from === undefined && redirectUri !== '')
    .map((client) => withScopesOf(contract, server, client));
  const able = usable.filter((client) => mayUse(contract, client) && !isInsecure(client));
  const [main, other] = able.filter((client) => !client.public).toSorted(byScopes);
  const open = able.find((client) => client.public);
  const outsider = usable.find((client) => !mayUse(contract, client) && !client.public && !isInsecure(client));
  const insecure = usable.find((client) => mayUse(contract, client) && isInsecure(client));
  return {
    server,
    ...(main && { main }),
    ...(other && { other }),
    ...(open && { public: open }),
    ...(outsider && { outsider }),
    ...(insecure && { insecure }),
  };
}

/** The scopes that a flow of a server can grant: those that it declares, or, if no flow of the server does, those that operations require. */
export function grantableScopes(contract: Contract, server: AuthorizationServer, kind: Grant): readonly string[] {
  const isSilent = server.flows.every(({ scopes }) => scopes.length === 0);
  return isSilent ? requiredScopes(contract, server) : (flowOf(server, kind)?.scopes ?? []);
}

function requiredScopes({ operations }: Contract, { scheme }: AuthorizationServer): readonly string[] {
  const requirements = operations.flatMap(({ security }) => security.flatMap((alternative) => alternative.requirements));
  return requirements.filter((requirement) => requirement.scheme === scheme).flatMap((requirement) => requirement.scopes);
}

/** The client without the scopes that only other authorization servers have: this one would reject them as unknown. */
export function withScopesOf(contract: Contract, server: AuthorizationServer, client: OAuthClient): OAuthClient {
  const declared = ({ flows }: AuthorizationServer) => flows.flatMap((flow) => flow.scopes);
  const others = authorizationServers(contract).filter(({ scheme }) => scheme !== server.scheme);
  const own = new Set([...declared(server), ...requiredScopes(contract, server)]);
  const foreign = new Set(others.flatMap(declared).filter((scope) => !own.has(scope)));
  return { ...client, scopes: client.scopes.filter((scope) => !foreign.has(scope)) };
}

/** The clients that another flow may use. */
export function clientsFor(contract: Contract, settings: Pick<Settings, 'clients'>): readonly OAuthClient[] {
  return settings.clients.filter((client) => client.from === undefined && mayUse(contract, client));
}

const byScopes = (one: OAuthClient, other: OAuthClient) => other.scopes.length - one.scopes.length;

/** Whether the client's plan includes OAuth, or no plan declares the feature. */
export function mayUse({ plans }: Contract, client: OAuthClient): boolean {
  const withFeature = plans.filter(({ features }) => features.includes('oauth2')).map(({ name }) => name);
  return withFeature.length === 0 || client.plan === undefined || withFeature.includes(client.plan);
}

/** Plain HTTP to another machine. @see RFC 9700 §2.6, RFC 8252 §7.3 */
export function isInsecure({ redirectUri }: OAuthClient): boolean {
  if (!URL.canParse(redirectUri)) return false;
  const { protocol, hostname } = new URL(redirectUri);
  return protocol === 'http:' && !/^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
}

/**
 * The authorization servers of a document and the paths of their endpoints.
 *
 * @module
 */
import type { Contract, Flow, Scheme } from './contract.ts';
import { defined } from './defined.ts';

/** Endpoint paths of one authorization server, relative to its origin. */
export interface AuthorizationPaths {
  readonly authorize?: string;
  readonly token?: string;
  /** The refresh endpoint: by default the token endpoint. */
  readonly refresh?: string;
  readonly device?: string;
  /** @see RFC 8414 §3 */
  readonly metadata: string;
  /** Next to the token endpoint, because a document cannot name it; absent without a token endpoint. @see RFC 7009 §2 */
  readonly revoke?: string;
  /** As `revoke`. @see RFC 7662 §2 */
  readonly introspect?: string;
}

/** One OAuth scheme of a document. */
export interface AuthorizationServer {
  /** The component name of the scheme. */
  readonly scheme: string;
  readonly flows: readonly Flow[];
  /** The documented origin, such as `https://auth.example.com`; the empty string if every URL is relative. */
  readonly issuer: string;
  /** The issuer that its discovery document names, if a run has read it. */
  readonly discoveredIssuer?: string;
  readonly paths: AuthorizationPaths;
}

export type Grant = Flow['kind'];

/** A cache: contracts do not change, and every check asks for the servers. */
const known = new WeakMap<object, readonly AuthorizationServer[]>();

/** All OAuth schemes with a flow: first those whose tokens an operation takes, of these first those that the document declares, in its order. */
export function authorizationServers(contract: Pick<Contract, 'schemes' | 'servers' | 'operations'>): readonly AuthorizationServer[] {
  const servers = known.get(contract) ?? serversOf(contract);
  known.set(contract, servers);
  return servers;
}

function serversOf(contract: Pick<Contract, 'schemes' | 'servers' | 'operations'>): readonly AuthorizationServer[] {
  const origin = contract.servers.map(({ url }) => originOf(url)).find((found) => found !== undefined) ?? '';
  const asked = new Set(
    contract.operations.flatMap(({ security }) => security.flatMap(({ requirements }) => requirements.map(({ scheme }) => scheme))),
  );
  const rank = ({ name, discovered }: Scheme) => Number(asked.has(name)) * 2 + Number(discovered !== true);
  return contract.schemes
    .filter(({ flows }) => flows.length > 0)
    .toSorted((one, other) => rank(other) - rank(one))
    .map((scheme) => serverOf(scheme, origin));
}

/** The flows that the document itself declares for a scheme. */
export function declaredFlows({ flows, discovered }: Pick<Scheme, 'flows' | 'discovered'>): readonly Flow[] {
  return discovered ? [] : flows;
}

/** A server's flow of a kind. */
export function flowOf({ flows }: Pick<AuthorizationServer, 'flows'>, kind: Grant): Flow | undefined {
  return flows.find((flow) => flow.kind === kind);
}

function serverOf({ name, flows, metadataUrl, issuer: discoveredIssuer }: Scheme, origin: string): AuthorizationServer {
  const urls = (member: 'authorizationUrl' | 'tokenUrl' | 'refreshUrl' | 'deviceAuthorizationUrl') =>
    flows.map((flow) => flow[member]).find((url) => url !== undefined);
  const [authorize, token, device] = [urls('authorizationUrl'), urls('tokenUrl'), urls('deviceAuthorizationUrl')];
  const refresh = urls('refreshUrl') ?? token;
  const issuer = [token, authorize, device].map(originOf).find((found) => found !== undefined) ?? origin;
  const path = token === undefined ? undefined : pathOf(token);
  return {
    scheme: name,
    flows,
    issuer,
    ...defined({ discoveredIssuer }),
    paths: {
      ...(authorize !== undefined && { authorize: pathOf(authorize) }),
      ...(path !== undefined && { token: path, revoke: sibling(path, 'revoke'), introspect: sibling(path, 'introspect') }),
      ...(refresh !== undefined && { refresh: pathOf(refresh) }),
      ...(device !== undefined && { device: pathOf(device) }),
      metadata: metadataUrl === undefined ? '/.well-known/oauth-authorization-server' : pathOf(metadataUrl),
    },
  };
}

function originOf(url: string | undefined): string | undefined {
  return url !== undefined && URL.canParse(url) ? new URL(url).origin : undefined;
}

function pathOf(url: string): string {
  const { pathname, search } = new URL(url, 'https://host.invalid');
  return pathname + search;
}

function sibling(path: string, name: string): string {
  return `${path.split('?', 1)[0]!.replace(/\/[^/]*\/?$/, '')}/${name}`;
}

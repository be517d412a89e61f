import { authorizationServers } from '../../spec/authorization.ts';
import type { Contract, Flow } from '../../spec/contract.ts';
import { headerValue } from '../../spec/message.ts';
import type { MockRequest } from '../engine/request.ts';
import { openIdProvider, type OpenIdProvider } from '../state/jwt.ts';

/** The endpoints of an authorization server. */
export type EndpointName =
  'authorize' | 'token' | 'refresh' | 'device' | 'activate' | 'revoke' | 'introspect' | 'metadata' | 'resource' | 'openid' | 'jwks';

/** A declared flow and the scheme that its tokens belong to. */
export interface RealmFlow extends Flow {
  readonly scheme: string;
}

/** An authorization server: one issuer and everything that the schemes declare for it. */
export interface Realm {
  /** The documented origin; empty if the document has only relative URLs. */
  readonly issuer: string;
  readonly flows: readonly RealmFlow[];
  /** The first path of each endpoint, including its query. */
  readonly paths: { readonly [endpoint in EndpointName]?: string };
  /** The provider of OpenID Connect at this origin. */
  readonly provider?: OpenIdProvider;
}

/** An endpoint at a path. */
export interface Endpoint {
  readonly name: EndpointName;
  readonly path: string;
  readonly realm: Realm;
}

/** Every endpoint of the document's authorization servers, by path. */
export interface Realms {
  readonly all: readonly Realm[];
  readonly endpoints: ReadonlyMap<string, readonly Endpoint[]>;
  /** A prefix that all API paths and no endpoint paths have; undefined if there is none. */
  readonly elsewhere: string | undefined;
}

const pathOf = (url: string) => {
  const { pathname, search } = new URL(url, 'https://host.invalid');
  return pathname + search;
};

const bare = (path: string) => path.split('?', 1)[0]!;

const beside = (path: string, name: string) => `${bare(path).replace(/\/[^/]*\/?$/, '')}/${name}`;

/** Where the metadata of the API itself lie. @see RFC 9728 §3.1 */
const resourcePath = (basePath: string) => `/.well-known/oauth-protected-resource${basePath}`;

type Located = readonly [EndpointName, string | undefined];

/** The endpoints of the flows, the first of each kind first. */
function locate(flows: readonly Flow[]): readonly Located[] {
  const tokenUrls = new Set(flows.map(({ tokenUrl }) => tokenUrl));
  return flows.flatMap(({ authorizationUrl, tokenUrl, refreshUrl, deviceAuthorizationUrl: device }): readonly Located[] => [
    ['authorize', authorizationUrl],
    ['token', tokenUrl],
    ['refresh', tokenUrls.has(refreshUrl) ? undefined : refreshUrl],
    ['device', device],
    ['activate', device && beside(pathOf(device), 'activate')],
  ]);
}

/** The scopes that a flow declares; if no flow of its scheme declares any, those that operations require. */
function flowScopes({ operations }: Contract, scheme: string, flows: readonly Flow[], { scopes }: Flow): readonly string[] {
  if (flows.some((flow) => flow.scopes.length > 0)) return scopes;
  const requirements = operations.flatMap(({ security }) => security.flatMap((alternative) => alternative.requirements));
  return [...new Set(requirements.filter((requirement) => requirement.scheme === scheme).flatMap((requirement) => requirement.scopes))];
}

/** Compiles the authorization servers of the document; schemes with the same issuer share one. */
export function compileRealms(contract: Contract): Realms {
  const servers = authorizationServers(contract);
  const providers = contract.schemes.flatMap((scheme) => openIdProvider(contract, scheme) ?? []);
  const issuers = [...new Set([...servers.map(({ issuer }) => issuer), ...providers.map(({ origin }) => origin)])];
  const located = issuers.map((issuer) => {
    const own = servers.filter((server) => server.issuer === issuer);
    const flows = own.flatMap(({ scheme, flows: declared }) =>
      declared.map((flow): RealmFlow => ({ ...flow, scheme, scopes: flowScopes(contract, scheme, declared, flow) })),
    );
    const beyond = own.flatMap(({ paths }): readonly Located[] => [
      ['revoke', paths.revoke],
      ['introspect', paths.introspect],
      ['metadata', paths.metadata],
    ]);
    const provider = providers.find(({ origin }) => origin === issuer);
    const openId: readonly Located[] = [
      ['openid', provider?.configurationPath],
      ['jwks', provider?.keysPath],
      ['resource', own.length === 0 ? undefined : resourcePath(contract.basePath)],
    ];
    const places = [...openId, ...locate(flows), ...beyond].flatMap(([name, url]) =>
      url === undefined ? [] : [[name, pathOf(url)] as const],
    );
    const realm: Realm = { issuer, flows, paths: Object.fromEntries(places.toReversed()), ...(provider && { provider }) };
    return { realm, places };
  });
  const endpoints = new Map<string, readonly Endpoint[]>();
  for (const { realm, places } of located) {
    for (const [name, place] of places) {
      const path = bare(place);
      const known = endpoints.get(path) ?? [];
      if (!known.some((endpoint) => endpoint.realm === realm)) endpoints.set(path, [...known, { name, path, realm }]);
    }
  }
  const stem = `${contract.basePath}/`;
  const apart = contract.basePath !== '' && ![...endpoints.keys()].some((path) => path.startsWith(stem));
  return { all: located.map(({ realm }) => realm), endpoints, elsewhere: apart ? stem : undefined };
}

/** The host of a request, in lower case and without the default port. */
export function hostOf(request: MockRequest): string | undefined {
  return headerValue(request.headers, 'Host')?.toLowerCase().replace(/:443$/, '');
}

const hostIn = (origin: string) => origin.replace(/^https?:\/\//, '');

/**
 * The endpoint at a path. If several share the path, the Host header selects one; at a host of none, such as that of a mock on sockets, they are one
 * endpoint with the flows of all.
 */
export function endpointAt({ endpoints }: Realms, path: string, request: MockRequest): Endpoint | undefined {
  const there = endpoints.get(path);
  if (there === undefined || there.length === 1) return there?.[0];
  const host = hostOf(request);
  return there.find(({ realm }) => hostIn(realm.issuer) === host) ?? joined(there);
}

const joinedEndpoints = new WeakMap<readonly Endpoint[], Endpoint>();

/** The first of several endpoints, with what the realms of its kind declare. */
function joined(there: readonly Endpoint[]): Endpoint {
  const known = joinedEndpoints.get(there);
  if (known !== undefined) return known;
  const first = there[0]!;
  const alike = there.filter(({ name }) => name === first.name).map(({ realm }) => realm);
  const paths: Realm['paths'] = Object.assign({}, ...alike.toReversed().map((realm) => realm.paths));
  const endpoint = { ...first, realm: { ...first.realm, flows: alike.flatMap(({ flows }) => flows), paths } };
  joinedEndpoints.set(there, endpoint);
  return endpoint;
}

/** The origin of the API for a request: the documented one if the issuer is, otherwise the requested one. */
export function resourceOrigin(realm: Realm, contract: Contract, request: MockRequest): string {
  const issuer = issuerFor(realm, contract, request);
  const [server] = contract.servers;
  const documented = issuer === realm.issuer && server !== undefined && server.host !== '';
  return documented ? `${server.secure ? 'https' : 'http'}://${server.host}` : issuer;
}

/** The URL of the metadata of the API itself; undefined if the document has no authorization server. @see RFC 9728 §5.1 */
export function resourceMetadataUrl(realms: Realms, contract: Contract, request: MockRequest): string | undefined {
  const path = resourcePath(contract.basePath);
  const endpoint = endpointAt(realms, path, request);
  return endpoint && resourceOrigin(endpoint.realm, contract, request) + path;
}

/** The issuer for a request: the documented one at a documented host, otherwise the requested origin. */
export function issuerFor(realm: Realm, contract: Contract, request: MockRequest): string {
  const host = hostOf(request);
  const documented = host === undefined || host === hostIn(realm.issuer) || contract.servers.some((server) => server.host === host);
  if (documented && realm.issuer !== '') return realm.issuer;
  return `${request.secure ? 'https' : 'http'}://${host ?? 'localhost'}`;
}

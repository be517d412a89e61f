import { authorizationServers, type AuthorizationServer } from '../../spec/authorization.ts';
import type { Contract, Flow } from '../../spec/contract.ts';
import { headerValue } from '../../spec/message.ts';
import { offlineScope, openIdProvider, providerOf, userInfoOperation, type OpenIdProvider } from '../../spec/schemes/provider.ts';
import type { MockRequest } from '../engine/request.ts';

/** The endpoints of an authorization server. */
export type EndpointName =
  | 'authorize'
  | 'token'
  | 'refresh'
  | 'device'
  | 'activate'
  | 'revoke'
  | 'introspect'
  | 'metadata'
  | 'resource'
  | 'openid'
  | 'jwks'
  | 'userinfo';

/** A declared flow and the scheme that its tokens belong to. */
export interface RealmFlow extends Flow {
  readonly scheme: string;
  /** Whether the provider of OpenID Connect offers it, and not the document. */
  readonly provided: boolean;
}

/** An authorization server: one issuer and everything that the schemes declare for it. */
export interface Realm {
  /** The documented origin; empty if the document has only relative URLs. */
  readonly origin: string;
  /** The path of the issuer, which only a provider of OpenID Connect has. */
  readonly issuerPath: string;
  readonly flows: readonly RealmFlow[];
  /** The first path of each endpoint, including its query. */
  readonly paths: { readonly [endpoint in EndpointName]?: string };
  /** The provider of OpenID Connect with this issuer. */
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

/** The URL without its query that identifies the realm of a server or provider: schemes with the same one share a realm. */
interface Identity {
  readonly origin: string;
  readonly issuerPath: string;
}

const issuerIn = ({ origin, issuerPath }: Identity) => origin + issuerPath;

/** The issuer of a scheme's server. */
function identityOf(contract: Contract, server: AuthorizationServer): Identity {
  return { origin: server.issuer, issuerPath: providerOf(contract, server)?.basePath ?? '' };
}

/** The scopes of a provider's flow besides those that operations require. @see OpenID Connect Core 1.0 §3.1.2.1, §11 */
const providerScopes = ({ kind, refreshUrl }: Flow) =>
  kind === 'authorizationCode' ? ['openid', ...(refreshUrl === undefined ? [] : [offlineScope])] : [];

/** Next to the token endpoint of a provider, if no operation of the document returns the claims of users. */
function userInfoPath(contract: Contract, { scheme }: OpenIdProvider, flows: readonly RealmFlow[]): string | undefined {
  const tokenUrl = flows.find((flow) => flow.provided && flow.scheme === scheme)?.tokenUrl;
  const isDocumented = userInfoOperation(contract, scheme) !== undefined;
  return tokenUrl === undefined || isDocumented ? undefined : beside(pathOf(tokenUrl), 'userinfo');
}

/** Compiles the authorization servers of the document; schemes with the same issuer share one. */
export function compileRealms(contract: Contract): Realms {
  const servers = authorizationServers(contract);
  const providers = contract.schemes.flatMap((scheme) => openIdProvider(contract, scheme) ?? []);
  const discovered = new Set(contract.schemes.filter((scheme) => scheme.discovered).map(({ name }) => name));
  const identities: readonly Identity[] = [
    ...servers.map((server) => identityOf(contract, server)),
    ...providers.map(({ origin, basePath }) => ({ origin, issuerPath: basePath })),
  ];
  const located = [...new Map(identities.map((identity) => [issuerIn(identity), identity])).values()].map((identity) => {
    const own = servers.filter((server) => issuerIn(identityOf(contract, server)) === issuerIn(identity));
    const flows = own.flatMap(({ scheme, flows: declared }) =>
      declared.map((flow): RealmFlow => {
        const provided = discovered.has(scheme);
        const scopes = flowScopes(contract, scheme, declared, flow);
        return { ...flow, scheme, provided, scopes: provided ? [...new Set([...scopes, ...providerScopes(flow)])] : scopes };
      }),
    );
    const beyond = own.flatMap(({ paths }): readonly Located[] => [
      ['revoke', paths.revoke],
      ['introspect', paths.introspect],
      ['metadata', paths.metadata],
    ]);
    const provider = providers.find(({ origin, basePath }) => origin + basePath === issuerIn(identity));
    const openId: readonly Located[] = [
      ['openid', provider?.configurationPath],
      ['jwks', provider?.keysPath],
      ['userinfo', provider && userInfoPath(contract, provider, flows)],
      ['resource', own.length === 0 ? undefined : resourcePath(contract.basePath)],
    ];
    const places = [...openId, ...locate(flows), ...beyond].flatMap(([name, url]) =>
      url === undefined ? [] : [[name, pathOf(url)] as const],
    );
    const realm: Realm = { ...identity, flows, paths: Object.fromEntries(places.toReversed()), ...(provider && { provider }) };
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
  return there.find(({ realm }) => hostIn(realm.origin) === host) ?? joined(there);
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

/** The origin of the API for a request: the documented one if that of the realm is, otherwise the requested one. */
export function resourceOrigin(realm: Realm, contract: Contract, request: MockRequest): string {
  const origin = realmOrigin(realm, contract, request);
  const [server] = contract.servers;
  const documented = origin === realm.origin && server !== undefined && server.host !== '';
  return documented ? `${server.secure ? 'https' : 'http'}://${server.host}` : origin;
}

/** The URL of the metadata of the API itself; undefined if the document has no authorization server. @see RFC 9728 §5.1 */
export function resourceMetadataUrl(realms: Realms, contract: Contract, request: MockRequest): string | undefined {
  const path = resourcePath(contract.basePath);
  const endpoint = endpointAt(realms, path, request);
  return endpoint && resourceOrigin(endpoint.realm, contract, request) + path;
}

/** The origin of a realm for a request: the documented one at a documented host, otherwise the requested one. */
export function realmOrigin(realm: Realm, contract: Contract, request: MockRequest): string {
  const host = hostOf(request);
  const documented = host === undefined || host === hostIn(realm.origin) || contract.servers.some((server) => server.host === host);
  if (documented && realm.origin !== '') return realm.origin;
  return `${request.secure ? 'https' : 'http'}://${host ?? 'localhost'}`;
}

/** The documented issuers. */
export function issuersOf({ all }: Realms): readonly string[] {
  return [...new Set(all.filter(({ origin }) => origin !== '').map(issuerIn))];
}

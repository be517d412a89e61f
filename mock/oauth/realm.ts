import { authorizationServers } from '../../spec/authorization.ts';
import type { Contract, Flow } from '../../spec/contract.ts';
import { headerValue } from '../../spec/message.ts';
import type { MockRequest } from '../engine/request.ts';

/** What an endpoint of an authorization server is for. */
export type EndpointName = 'authorize' | 'token' | 'refresh' | 'device' | 'activate' | 'revoke' | 'introspect' | 'metadata' | 'resource';

/** A declared flow and the scheme that its tokens belong to. */
export interface RealmFlow extends Flow {
  readonly scheme: string;
}

/** One issuer of a document and all that its schemes declare of it. */
export interface Realm {
  /** The documented origin, or the empty string where the document has only relative URLs. */
  readonly issuer: string;
  readonly flows: readonly RealmFlow[];
  /** The first path of each endpoint, query included. */
  readonly paths: { readonly [endpoint in EndpointName]?: string };
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
  /** What paths of the API begin with, where no endpoint's does; undefined where the path has to be looked up. */
  readonly elsewhere: string | undefined;
}

const pathOf = (url: string) => {
  const { pathname, search } = new URL(url, 'https://host.invalid');
  return pathname + search;
};

const bare = (path: string) => path.split('?', 1)[0]!;

const beside = (path: string, name: string) => `${bare(path).replace(/\/[^/]*\/?$/, '')}/${name}`;

/** Where the metadata of the API itself lie. @see RFC 9728 §3.1 */
export const resourcePath = (basePath: string) => `/.well-known/oauth-protected-resource${basePath}`;

type Located = readonly [EndpointName, string | undefined];

/** The endpoints that flows name, the first of each kind first. */
function locate(flows: readonly Flow[]): readonly Located[] {
  return flows.flatMap(({ authorizationUrl, tokenUrl, refreshUrl, deviceAuthorizationUrl: device }): readonly Located[] => [
    ['authorize', authorizationUrl],
    ['token', tokenUrl],
    ['refresh', refreshUrl === tokenUrl ? undefined : refreshUrl],
    ['device', device],
    ['activate', device && beside(pathOf(device), 'activate')],
  ]);
}

/** Compiles what the document says of authorization; schemes of one issuer are one realm. */
export function compileRealms(contract: Contract): Realms {
  const servers = authorizationServers(contract);
  const issuers = [...new Set(servers.map(({ issuer }) => issuer))];
  const located = issuers.map((issuer) => {
    const own = servers.filter((server) => server.issuer === issuer);
    const flows = own.flatMap(({ scheme, flows: declared }) => declared.map((flow): RealmFlow => ({ ...flow, scheme })));
    const beyond = own.flatMap(({ paths }): readonly Located[] => [
      ['revoke', paths.revoke],
      ['introspect', paths.introspect],
      ['metadata', paths.metadata],
    ]);
    const places = [...locate(flows), ...beyond, ['resource', resourcePath(contract.basePath)] as const].flatMap(([name, url]) =>
      url === undefined ? [] : [[name, pathOf(url)] as const],
    );
    const realm: Realm = { issuer, flows, paths: Object.fromEntries(places.toReversed()) };
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

/** The host that a request names, in lower case and without the usual port. */
export function hostOf(request: MockRequest): string | undefined {
  return headerValue(request.headers, 'Host')?.toLowerCase().replace(/:443$/, '');
}

const hostIn = (origin: string) => origin.replace(/^https?:\/\//, '');

/** The endpoint at a path: of several that of the issuer whose host was asked, else the first. */
export function endpointAt({ endpoints }: Realms, path: string, request: MockRequest): Endpoint | undefined {
  const there = endpoints.get(path);
  if (there === undefined || there.length === 1) return there?.[0];
  const host = hostOf(request);
  return there.find(({ realm }) => hostIn(realm.issuer) === host) ?? there[0];
}

/** The origin that a realm calls itself in answer to a request: the documented one at a documented host, else the one that was asked. */
export function issuerFor(realm: Realm, contract: Contract, request: MockRequest): string {
  const host = hostOf(request);
  const documented = host === undefined || host === hostIn(realm.issuer) || contract.servers.some((server) => server.host === host);
  if (documented && realm.issuer !== '') return realm.issuer;
  return `${request.secure ? 'https' : 'http'}://${host ?? 'localhost'}`;
}

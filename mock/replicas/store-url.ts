/** Where replicas keep their shared state: one Redis or Valkey server, the nodes of a cluster, or the sentinels of a group. */
export interface StoreAddress {
  readonly kind: 'single' | 'cluster' | 'sentinel';
  readonly nodes: readonly { readonly host: string; readonly port: number }[];
  /** The path of a socket on this machine, in place of nodes. */
  readonly socket?: string;
  readonly secure: boolean;
  readonly username?: string;
  readonly password?: string;
  readonly database: number;
  /** The name of the group that the sentinels watch. */
  readonly group?: string;
  /** Keeps mocks apart that share a server. Default: made from the document and the seed. */
  readonly name?: string;
}

const kinds = { 'redis:': 'single', 'redis+unix:': 'single', 'redis+cluster:': 'cluster', 'redis+sentinel:': 'sentinel' } as const;
const isKind = (protocol: string): protocol is keyof typeof kinds => Object.hasOwn(kinds, protocol);

const forms =
  'redis://HOST:6379/0, redis+cluster://HOST:6379,HOST:6379, redis+sentinel://HOST:26379,HOST:26379/GROUP or redis+unix:///PATH; rediss for TLS';

/** Without the password: it may be shown. */
function problem(what: string): RangeError {
  return new RangeError(`store: ${what}; expected ${forms}`);
}

function decoded(text: string, what = 'user name or password'): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw problem(`the ${what} is not percent-encoded`);
  }
}

/**
 * Parses the URL of a store. `?name=NAME` keeps mocks apart that share a server.
 *
 * @throws RangeError if it is not one.
 */
export function parseStoreUrl(text: string): StoreAddress {
  const [, scheme = '', credentials, hosts = '', path = '', query = ''] =
    /^([a-z+]+:)\/\/(?:([^@/]*)@)?([^/?@]*)(?:\/([^?]*))?(?:\?(.*))?$/.exec(text) ?? [];
  const secure = scheme.startsWith('rediss');
  const protocol = scheme.replace(/^rediss/, 'redis');
  const isSocket = protocol === 'redis+unix:';
  if (!isKind(protocol) || (isSocket && (secure || hosts !== '' || path === ''))) throw problem(`not the URL of a store`);
  const kind = kinds[protocol];
  const usualPort = kind === 'sentinel' ? 26_379 : 6379;
  const nodes = isSocket ? [] : hosts.split(',').map((host) => nodeOf(host, usualPort));
  const [username, password] = credentials === undefined ? [] : credentials.split(/:(.*)/s, 2).map((part) => decoded(part));
  const parameters = new URLSearchParams(query);
  const unknown = [...parameters.keys()].find((name) => name !== 'name');
  if (unknown !== undefined) throw problem(`the parameter ${unknown} is unknown; there is name`);
  const name = parameters.get('name') ?? undefined;
  if (kind === 'single' && nodes.length > 1) throw problem('several servers are a cluster or sentinels');
  if (kind === 'sentinel' && path === '') throw problem('the name of the group is missing');
  if (kind === 'cluster' && path !== '') throw problem('a cluster has no databases');
  if (kind === 'single' && !isSocket && !/^\d*$/.test(path)) throw problem('the database is not a number');
  return {
    kind,
    nodes,
    ...(isSocket && { socket: `/${decoded(path, 'path')}` }),
    secure,
    ...(username && { username }),
    ...(password !== undefined && { password }),
    database: kind === 'single' && !isSocket ? Number(path) : 0,
    ...(kind === 'sentinel' && { group: decoded(path, 'name of the group') }),
    ...(name !== undefined && { name }),
  };
}

function nodeOf(text: string, usualPort: number): { readonly host: string; readonly port: number } {
  const [, bracketed, plain, port] = /^(?:\[([^\]]+)\]|([^:[\]]+))(?::(\d{1,5}))?$/.exec(text) ?? [];
  const host = bracketed ?? plain;
  if (host === undefined || Number(port ?? 0) > 65_535) throw problem(`${text === '' ? 'nothing' : text} is no host with a port`);
  return { host, port: port === undefined ? usualPort : Number(port) };
}

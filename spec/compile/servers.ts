import type { Json, JsonObject, Server } from '../contract.ts';
import { defined } from '../defined.ts';
import { items, member, members, text } from '../json/json.ts';
import { shownValue } from '../loading/problem.ts';

/**
 * A list of servers, with defaults for variables. Relative URLs stay relative if the source is not a URL.
 *
 * @param source - the path or URL of the document
 */
export function compileServers(list: Json | undefined, source: string): readonly Server[] {
  return items(list).flatMap((server) => {
    const url = filledIn(text(member(server, 'url')) ?? '/', [server]);
    if (!isHttpUrl(url)) return [];
    const absolute = URL.canParse(url) ? url : URL.canParse(url, source) ? new URL(url, source).href : undefined;
    const named = defined({ name: text(member(server, 'name')) });
    if (absolute === undefined) return [{ url, ...named, secure: false, host: '', basePath: withoutSlash(relativePath(url)) }];
    const { protocol, host, pathname } = new URL(absolute);
    return [{ url: absolute, ...named, secure: protocol === 'https:', host, basePath: withoutSlash(pathname) }];
  });
}

/** Whether a server's URL is relative or has the scheme http or https. */
function isHttpUrl(url: string): boolean {
  return /^https?:/i.test(url) || !/^[a-z][a-z\d+.-]*:/i.test(url);
}

/** The mistake of a server's URL in words; undefined if it has none. */
export function serverMistake(server: Json): string | undefined {
  const written = text(member(server, 'url')) ?? '/';
  const declared = new Set(members(member(server, 'variables')).map(([name]) => name));
  const undeclared = [...written.matchAll(/\{([^}]*)\}/g)].map(([, name = '']) => name).find((name) => !declared.has(name));
  if (undeclared !== undefined) return `expected the variables of the URL among the variables of the server, got ${shownValue(undeclared)}`;
  if (!isHttpUrl(filledIn(written, [server]))) return `expected an http or https URL, got ${shownValue(written)}: the server is ignored`;
  return /[?#]/.test(written) ? `expected a URL without query and fragment, got ${shownValue(written)}` : undefined;
}

/** A URL template with the defaults of the servers' variables; a variable without default has its name as value. */
function filledIn(template: string, servers: readonly Json[]): string {
  const variables = new Map(
    servers.flatMap((server) => members(member(server, 'variables')).map(([name, value]) => [name, text(member(value, 'default'))])),
  );
  return template.replaceAll(/\{([^}]*)\}/g, (_whole, name: string) => variables.get(name) ?? name);
}

/** The host of a URL that has none. */
const nowhere = 'https://host.invalid';

/**
 * Resolves a URL of a document against its first server, with the defaults of variables. It stays a path if that server has no host. Undefined if
 * it is no URL.
 *
 * @see RFC 3986 §5.2
 */
export function endpointUrl(written: string, document: JsonObject, servers: readonly Server[]): string | undefined {
  const url = filledIn(written, items(document['servers']));
  if (URL.canParse(url)) return url;
  const base = new URL(servers[0]?.url ?? '/', nowhere);
  if (!URL.canParse(url, base)) return undefined;
  const { href } = new URL(url, base);
  return href.startsWith(`${nowhere}/`) ? href.slice(nowhere.length) : href;
}

/** Whether plain HTTP must be rejected: there is an `https` server and no `http` server. */
export function secureOnlyOf(servers: readonly Server[]): boolean {
  return servers.some((server) => server.secure) && !servers.some((server) => /^http:/i.test(server.url));
}

/** The path of a relative URL such as `/v1`, `v1`, `./v1` or `.`. */
function relativePath(url: string): string {
  return URL.canParse(url, nowhere) ? new URL(url, nowhere).pathname : url;
}

function withoutSlash(path: string): string {
  return path.replace(/\/+$/, '');
}

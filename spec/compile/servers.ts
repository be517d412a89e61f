import type { Server } from '../contract.ts';
import { items, member, members, text } from '../json/json.ts';
import type { Input } from './input.ts';

/** The document's servers, with defaults for variables. Relative URLs stay relative if the source is not a URL. */
export function compileServers(input: Input, source: string): readonly Server[] {
  return items(input.document['servers']).map((server) => {
    const variables = new Map(members(member(server, 'variables')).map(([name, value]) => [name, member(value, 'default')]));
    const template = text(member(server, 'url')) ?? '/';
    const url = template.replaceAll(/\{([^}]*)\}/g, (whole, name: string) => text(variables.get(name)) ?? whole);
    const absolute = URL.canParse(url) ? url : URL.canParse(url, source) ? new URL(url, source).href : undefined;
    if (absolute === undefined) return { url, secure: false, host: '', basePath: withoutSlash(url.startsWith('/') ? url : `/${url}`) };
    const { protocol, host, pathname } = new URL(absolute);
    return { url: absolute, secure: protocol === 'https:', host, basePath: withoutSlash(pathname) };
  });
}

/** Whether plain HTTP must be rejected: the document declares an `https` server and no `http` server. */
export function secureOnlyOf(servers: readonly Server[]): boolean {
  return servers.some((server) => server.secure) && !servers.some((server) => /^http:/i.test(server.url));
}

function withoutSlash(path: string): string {
  return path.replace(/\/+$/, '');
}

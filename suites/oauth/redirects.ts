/**
 * Redirect URIs that look like the registered one and differ from it. @see RFC 9700 §2.1, §4.1.3
 *
 * @module
 */

type Change = (uri: URL) => string | undefined;

/** Changes to the registered URI; undefined if it has nothing to change. */
export const similarRedirects = {
  'trailing-slash': (uri) =>
    uri.pathname.endsWith('/') ? uri.href.replace(/\/(?=[?#]|$)/, '') : changed(uri, { pathname: `${uri.pathname}/` }),
  'longer-path': (uri) => changed(uri, { pathname: `${uri.pathname.replace(/\/$/, '')}/elsewhere` }),
  'added-query': (uri) => `${uri.href}${uri.search === '' ? '?' : '&'}next=elsewhere`,
  'added-fragment': (uri) => `${uri.href}#elsewhere`,
  'other-case': (uri) => (uri.pathname === uri.pathname.toUpperCase() ? undefined : changed(uri, { pathname: uri.pathname.toUpperCase() })),
  'other-port': (uri) => changed(uri, { port: uri.port === '8443' ? '9443' : '8443' }),
  subdomain: (uri) => changed(uri, { hostname: `evil.${uri.hostname}` }),
  superdomain: (uri) => changed(uri, { hostname: `${uri.hostname}.evil.example` }),
  'user-information': (uri) => `${uri.protocol}//${uri.host}@evil.example${uri.pathname}`,
  'path-traversal': (uri) => `${uri.origin}${uri.pathname.replace(/\/$/, '')}/%2e%2e/elsewhere`,
  'other-scheme': (uri) => `${uri.protocol === 'https:' ? 'http:' : 'https:'}//${uri.host}${uri.pathname}${uri.search}`,
  encoded: (uri) => {
    const last = uri.pathname.at(-1);
    if (last === undefined || !/[a-z]/i.test(last)) return undefined;
    return `${uri.origin}${uri.pathname.slice(0, -1)}%${last.charCodeAt(0).toString(16)}${uri.search}`;
  },
} as const satisfies { readonly [name: string]: Change };

export type SimilarRedirect = keyof typeof similarRedirects;

function changed(uri: URL, parts: { readonly pathname?: string; readonly port?: string; readonly hostname?: string }): string {
  const other = new URL(uri.href);
  if (parts.pathname !== undefined) other.pathname = parts.pathname;
  if (parts.port !== undefined) other.port = parts.port;
  if (parts.hostname !== undefined) other.hostname = parts.hostname;
  return other.href;
}

/** Whether the host can have subdomains: an IP address and localhost cannot. */
export function hasDomains(uri: URL): boolean {
  return /[a-z]/i.test(uri.hostname) && !uri.hostname.startsWith('[') && uri.hostname !== 'localhost';
}

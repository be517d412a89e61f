import { http, HttpResponse, type HttpHandler } from 'msw';
import type { Contract } from '../spec/contract.ts';
import { everyServer, serversFor } from '../spec/servers.ts';
import type { Mock } from './mock.ts';
import { DroppedConnection } from './listeners/fetch.ts';
import { compileRealms } from './oauth/realm.ts';

export type { HttpHandler } from 'msw';
export type { Mock } from './mock.ts';

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

const origin = (host: string) => `^https?://${escaped(host)}`;
const anyOrigin = '^https?://[^/?#]+';
const end = '(?:[?#]|$)';

/** A pattern for each server with a host, for HTTPS and plain HTTP. */
function serverUrls(contract: Contract): readonly string[] {
  const bases = everyServer(contract).flatMap(({ host, basePath }) => (host === '' ? [] : [origin(host) + escaped(basePath)]));
  return bases.map((base) => `${base}(?:[/?#]|$)`);
}

/** A pattern for the paths of operations whose servers have no host: an application calls them at its own origin, or at any other. */
function relativeUrls(contract: Contract): readonly string[] {
  return contract.operations.flatMap((operation) => {
    const servers = serversFor(contract, operation);
    const bases = servers.length === 0 ? [''] : servers.flatMap(({ host, basePath }) => (host === '' ? [basePath] : []));
    const path = operation.path
      .split(/\{[^{}]+\}/)
      .map(escaped)
      .join('[^/?#]+');
    return bases.map((basePath) => anyOrigin + escaped(basePath) + path + end);
  });
}

/** A pattern for the endpoints of each authorization server outside the servers. */
function issuerUrls(contract: Contract): readonly string[] {
  const { all, endpoints } = compileRealms(contract);
  return all.map((realm) => {
    const paths = [...endpoints].flatMap(([path, there]) => (there.some((endpoint) => endpoint.realm === realm) ? [escaped(path)] : []));
    return `${realm.origin === '' ? anyOrigin : origin(realm.origin.replace(/^https?:\/\//, ''))}(?:${paths.join('|')})${end}`;
  });
}

/** A handler that sends every request to an origin to a mock. */
export function originHandler(base: string, mock: Pick<Mock, 'fetch'>): HttpHandler {
  return http.all(new RegExp(`^${escaped(base)}(?:[/?#]|$)`, 'i'), ({ request }) => mock.fetch(request).catch(dropped));
}

/** A network error for the client where a script drops the connection. */
function dropped(cause: unknown): Response {
  if (cause instanceof DroppedConnection) return HttpResponse.error();
  throw cause;
}

/**
 * Handlers for Mock Service Worker, in Node and in browsers. They cover the servers of the document and of its operations, and its authorization
 * servers. A document without servers, or with relative ones, is served at every origin; then other paths are left to other handlers.
 *
 * @example
 * setupServer(...createHandlers(mock)).listen();
 */
export function createHandlers(mock: Mock): HttpHandler[] {
  const { contract } = mock;
  const urls = new Set([...serverUrls(contract), ...relativeUrls(contract), ...issuerUrls(contract)]);
  return [...urls].map((url) => http.all(new RegExp(url, 'i'), ({ request }) => mock.fetch(request).catch(dropped)));
}

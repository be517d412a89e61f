import { http, type HttpHandler } from 'msw';
import type { Contract } from '../spec/contract.ts';
import type { Mock } from './mock.ts';
import { compileRealms } from './oauth/realm.ts';

export type { HttpHandler } from 'msw';
export type { Mock } from './mock.ts';

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/** A pattern for each server of a document, for HTTPS and plain HTTP. */
function serverUrls(contract: Contract): readonly RegExp[] {
  const bases = new Set(contract.servers.flatMap(({ host, basePath }) => (host === '' ? [] : [escaped(host + basePath)])));
  return [...bases].map((base) => new RegExp(`^https?://${base}(?:[/?#]|$)`, 'i'));
}

/** A pattern for the endpoints of each authorization server outside the servers. */
function issuerUrls(contract: Contract): readonly RegExp[] {
  const { all, endpoints } = compileRealms(contract);
  return all.flatMap((realm) => {
    const paths = [...endpoints].flatMap(([path, there]) => (there.some((endpoint) => endpoint.realm === realm) ? [escaped(path)] : []));
    const host = escaped(realm.issuer.replace(/^https?:\/\//, ''));
    return host === '' ? [] : [new RegExp(`^https?://${host}(?:${paths.join('|')})(?:[?#]|$)`, 'i')];
  });
}

/**
 * Handlers for Mock Service Worker, in Node and in browsers. They cover the servers of the document and its authorization
 * servers.
 *
 * @example
 * setupServer(...createHandlers(mock)).listen();
 */
export function createHandlers(mock: Mock): HttpHandler[] {
  const urls = [...serverUrls(mock.contract), ...issuerUrls(mock.contract)];
  return urls.map((url) => http.all(url, ({ request }) => mock.fetch(request)));
}

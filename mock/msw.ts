import { http, type HttpHandler } from 'msw';
import type { Contract } from '../spec/contract.ts';
import type { Mock } from './create.ts';

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/** One expression for each server of a document, over HTTPS and over plain HTTP. */
function serverUrls(contract: Contract): readonly RegExp[] {
  const bases = new Set(contract.servers.flatMap(({ host, basePath }) => (host === '' ? [] : [escaped(host + basePath)])));
  return [...bases].map((base) => new RegExp(`^https?://${base}(?:[/?#]|$)`, 'i'));
}

/**
 * Handlers for Mock Service Worker, in Node and in browsers: every request to a server of the document is answered by the mock.
 *
 * @example
 * setupServer(...createHandlers(mock)).listen();
 */
export function createHandlers(mock: Mock): HttpHandler[] {
  return serverUrls(mock.contract).map((url) => http.all(url, ({ request }) => mock.fetch(request)));
}

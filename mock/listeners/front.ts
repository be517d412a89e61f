import type { Contract } from '../../spec/contract.ts';
import type { MockResponse, IncomingRequest } from '../engine/request.ts';
import { compileRealms, type Realms } from '../oauth/realm.ts';

/** Converts Web requests. */
export type RequestReader = (request: Request, peer: string) => Promise<IncomingRequest>;

/** The target of a URL. Paths of the other servers are moved to the base path of the first; OAuth paths are kept. */
function targetOf(contract: Contract, { endpoints }: Realms, url: URL): string {
  const path = url.pathname + url.search;
  if (endpoints.has(url.pathname)) return path;
  const server = contract.servers.find(
    ({ host, basePath }) => host === url.host && (url.pathname === basePath || url.pathname.startsWith(`${basePath}/`)),
  );
  return server === undefined ? path : contract.basePath + path.slice(server.basePath.length);
}

/** Creates the converter for a contract. A Request has no client address, so the caller passes it. */
export function createRequestReader(contract: Contract): RequestReader {
  const realms = compileRealms(contract);
  return async (request, peer) => {
    const url = new URL(request.url);
    const body = request.body === null ? undefined : await request.text();
    const lines = [...request.headers].flat();
    return {
      method: request.method,
      target: targetOf(contract, realms, url),
      headers: request.headers.has('Host') ? lines : ['Host', url.host, ...lines],
      ...(body !== undefined && { body }),
      secure: url.protocol === 'https:',
      peer,
    };
  };
}

/** A response as a Web response. */
export function webResponse({ status, headers, body }: MockResponse): Response {
  const lines = Array.from({ length: headers.length / 2 }, (_, index): [string, string] => [headers[2 * index]!, headers[2 * index + 1]!]);
  return new Response(body === '' ? null : body, { status, headers: lines });
}

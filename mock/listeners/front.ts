import type { Contract } from '../../spec/contract.ts';
import type { MockResponse, IncomingRequest } from '../engine/request.ts';
import { compileRealms, type Realms } from '../oauth/realm.ts';

/** Turns Web requests into arrivals. */
export type RequestReader = (request: Request, peer: string) => Promise<IncomingRequest>;

/** The target of a URL: the path of another of the document's servers is moved to that of the first, an authorization server's stays. */
function targetOf(contract: Contract, { endpoints }: Realms, url: URL): string {
  const path = url.pathname + url.search;
  if (endpoints.has(url.pathname)) return path;
  const server = contract.servers.find(
    ({ host, basePath }) => host === url.host && (url.pathname === basePath || url.pathname.startsWith(`${basePath}/`)),
  );
  return server === undefined ? path : contract.basePath + path.slice(server.basePath.length);
}

/** Makes the front of a contract. The peer's address is not part of a Request and has to be given with it. */
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

/** An answer as a Web response. */
export function webResponse({ status, headers, body }: MockResponse): Response {
  const lines = Array.from({ length: headers.length / 2 }, (_, index): [string, string] => [headers[2 * index]!, headers[2 * index + 1]!]);
  return new Response(body === '' ? null : body, { status, headers: lines });
}

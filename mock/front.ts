import type { Contract } from '../spec/contract.ts';
import type { Answer, Incoming } from './arrival.ts';

/** The origin and target of a URL, the path of another of the document's servers moved to that of the first. */
function targetOf(contract: Contract, url: URL): string {
  const path = url.pathname + url.search;
  const server = contract.servers.find(
    ({ host, basePath }) => host === url.host && (url.pathname === basePath || url.pathname.startsWith(`${basePath}/`)),
  );
  return server === undefined ? path : contract.basePath + path.slice(server.basePath.length);
}

/** A Web request as an arrival; the peer's address is not part of a Request and has to be given. */
export async function incoming(contract: Contract, request: Request, peer: string): Promise<Incoming> {
  const url = new URL(request.url);
  const body = request.body === null ? undefined : await request.text();
  return {
    method: request.method,
    target: targetOf(contract, url),
    headers: [...request.headers].flat(),
    ...(body !== undefined && { body }),
    secure: url.protocol === 'https:',
    peer,
  };
}

/** An answer as a Web response. */
export function outgoing({ status, headers, body }: Answer): Response {
  const lines = Array.from({ length: headers.length / 2 }, (_, index): [string, string] => [headers[2 * index]!, headers[2 * index + 1]!]);
  return new Response(body === '' ? null : body, { status, headers: lines });
}

import type { MockResponse, IncomingRequest } from '../engine/request.ts';

/** What `fetch` rejects with where a script drops the connection, like that of a network. */
export class DroppedConnection extends TypeError {
  override readonly name = 'TypeError';
  constructor() {
    super('fetch failed: a script of the mock dropped the connection');
  }
}

/** Converts a Web request. A Request has neither a client address nor a client certificate, so the caller passes them. */
export async function readRequest(
  request: Request,
  { peer, certificate }: Pick<IncomingRequest, 'peer' | 'certificate'>,
): Promise<IncomingRequest> {
  const url = new URL(request.url);
  const text = request.body === null ? '' : await request.text();
  // Firefox has no Request.body, so there an empty body counts as none.
  const body = text === '' && !request.body ? undefined : text;
  const lines = [...request.headers].flat();
  return {
    method: request.method,
    target: url.pathname + url.search,
    headers: request.headers.has('Host') ? lines : ['Host', url.host, ...lines],
    ...(body !== undefined && { body }),
    secure: url.protocol === 'https:',
    peer,
    ...(url.protocol === 'https:' && certificate !== undefined && { certificate }),
  };
}

/** A response as a Web response. */
export function webResponse({ status, headers, body }: MockResponse): Response {
  const lines = Array.from({ length: headers.length / 2 }, (_, index): [string, string] => [headers[2 * index]!, headers[2 * index + 1]!]);
  return new Response(body === '' ? null : body, { status, headers: lines });
}

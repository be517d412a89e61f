/**
 * The API of `openapi.yaml`, for tokens that somebody else gives out.
 *
 * @module
 */
import type { IncomingMessage, ServerResponse } from 'node:http';

/** What is known of a live token. */
export interface Bearer {
  readonly user: string;
  readonly scopes: readonly string[];
}

/** Asks whoever gave a token out what it is worth; undefined where it is worth nothing. */
export type Inquiry = (token: string) => Promise<Bearer | undefined>;

interface Book {
  readonly id: string;
  readonly title: string;
}

/** Answers requests below `/v1`. */
export function library(inquire: Inquiry): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const books = new Map<string, Book>([['book_1', { id: 'book_1', title: 'Middlemarch' }]]);
  let count = 1;
  return async (request, response) => {
    const body = await bodyOf(request);
    const answer = (status: number, value?: unknown, headers: { readonly [name: string]: string } = {}) => {
      const text = value === undefined ? '' : JSON.stringify(value);
      response.writeHead(status, { ...headers, ...(text !== '' && { 'Content-Type': 'application/json' }) }).end(text);
    };
    const refuse = (status: 401 | 403, code: string, message: string, challenge: string) =>
      answer(status, { error: { code, message } }, { 'WWW-Authenticate': challenge });
    const [, token] = /^Bearer +([\w.~+/-]+=*)$/i.exec(request.headers.authorization ?? '') ?? [];
    const bearer = token === undefined ? undefined : await inquire(token);
    if (!bearer) {
      const error = token === undefined ? '' : ', error="invalid_token"';
      return refuse(401, 'unauthorized', 'A valid access token is needed.', `Bearer realm="library"${error}`);
    }
    const { pathname } = new URL(request.url!, 'https://library.example');
    const id = /^\/v1\/books\/([^/]+)$/.exec(pathname)?.[1];
    if (request.method === 'GET' && pathname === '/v1/me') return answer(200, bearer);
    if (pathname !== '/v1/books' && id === undefined) return answer(404);
    const scope = request.method === 'GET' ? 'read' : request.method === 'DELETE' ? 'remove' : 'write';
    if (!bearer.scopes.includes(scope)) {
      const challenge = `Bearer realm="library", error="insufficient_scope", scope="${scope}"`;
      return refuse(403, 'forbidden', 'The access token has not the scope.', challenge);
    }
    if (id === undefined && request.method === 'GET') return answer(200, [...books.values()]);
    if (id === undefined && request.method === 'POST') {
      count += 1;
      const book = { id: `book_${count}`, title: body };
      books.set(book.id, book);
      return answer(201, book);
    }
    const book = books.get(id ?? '');
    if (!book) return answer(404);
    if (request.method === 'GET') return answer(200, book);
    if (request.method !== 'DELETE') return answer(405, undefined, { Allow: 'GET, DELETE' });
    books.delete(book.id);
    return answer(204);
  };
}

/** The title that a body holds. */
async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return /"title":\s*"([^"]*)"/.exec(Buffer.concat(chunks).toString('utf8'))?.[1] ?? '';
}

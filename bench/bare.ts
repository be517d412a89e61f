/**
 * The yardstick: Node's own server that reads what comes and writes one constant answer, and does nothing else. Its argument is the path
 * of a JSON file with the answer and, for HTTPS, the paths of key and certificate.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';

/** What the yardstick is told. */
export interface BareAnswer {
  readonly status: number;
  /** Name, value, name, value, … */
  readonly headers: readonly string[];
  readonly body: string;
  readonly tls?: { readonly cert: string; readonly key: string };
}

const { status, headers, body, tls }: BareAnswer = JSON.parse(readFileSync(process.argv[2]!, 'utf8'));

function answer(response: ServerResponse): void {
  response.sendDate = false;
  response.writeHead(status, [...headers]);
  response.end(body);
}

function serve(request: IncomingMessage, response: ServerResponse): void {
  if (request.method === 'GET' || request.method === 'DELETE') return answer(response);
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    Buffer.concat(chunks);
    answer(response);
  });
  return undefined;
}

const server =
  tls === undefined ? createServer(serve) : createSecureServer({ cert: readFileSync(tls.cert), key: readFileSync(tls.key) }, serve);
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  process.stdout.write(`listens at ${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}\n`);
});

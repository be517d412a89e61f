import { createServer, STATUS_CODES, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { isSameName, type HeaderList } from '../../spec/message.ts';
import type { ProblemStatus } from '../compile/problem.ts';
import type { Cause } from '../engine/cause.ts';
import type { MockResponse, IncomingRequest } from '../engine/request.ts';
import type { ServedMock } from '../mock.ts';
import type { Connections } from './connections.ts';
import type { ListenerLimits } from './limits.ts';
import type { PeerCertificates } from './tls/peer-certificate.ts';
import { respondSafely, writeSafely } from './writing.ts';

/** How long a connection is kept after a response, as Node does by itself. */
const keptMs = 5000;

/** The body size limit in bytes. */
export const bodyLimit = 1_048_576;

function write(response: ServerResponse, { status, headers, body, dropped }: MockResponse, close: boolean): void {
  if (response.headersSent || response.destroyed) return;
  if (dropped) return void response.destroy();
  response.sendDate = false;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Node only reads it, and its type lacks readonly
  response.writeHead(status, close ? [...headers, 'Connection', 'close'] : (headers as string[]));
  response.end(body);
}

/** A response as bytes, for a socket without a parsed request. */
function serialised({ status, headers, body }: MockResponse): string {
  const lines = Array.from({ length: headers.length / 2 }, (_, index) => `${headers[2 * index]}: ${headers[2 * index + 1]}`);
  return [`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`, ...lines, 'Connection: close', '', body].join('\r\n');
}

/** A Node request as plain data. */
function incomingOf(request: IncomingMessage, front: HttpFront, body?: string, oversized = false): IncomingRequest {
  return {
    method: request.method ?? '',
    target: request.url ?? '',
    headers: request.rawHeaders,
    body,
    oversized,
    secure: front.secure,
    version: 1,
    peer: request.socket.remoteAddress ?? '',
    certificate: front.certificateOf?.(request.socket),
  };
}

/** How many Host headers a request has, and whether it has a body. Node's `headers` would be slower, because it is built on demand. */
function framing(headers: HeaderList): { readonly hosts: number; readonly body: boolean } {
  let hosts = 0;
  let length = '0';
  let coded = false;
  for (let index = headers.length - 2; index >= 0; index -= 2) {
    const name = headers[index]!;
    if (isSameName(name, 'Host')) hosts += 1;
    else if (isSameName(name, 'Content-Length')) length = headers[index + 1]!;
    else coded ||= isSameName(name, 'Transfer-Encoding');
  }
  return { hosts, body: length !== '0' || coded };
}

const unparsed: Omit<IncomingRequest, 'secure'> = { method: '?', target: '', headers: [], peer: '' };

/** An error of Node's parser, with the bytes that caused it. */
interface ParserError extends NodeJS.ErrnoException {
  readonly rawPacket?: Buffer;
}

/** The status and cause for errors of Node's parser. */
const parserErrors = [
  { code: 'HPE_HEADER_OVERFLOW', status: 431, cause: 'header-too-large' },
  { code: 'ERR_HTTP_REQUEST_TIMEOUT', status: 408, cause: 'request-timeout' },
  { code: 'HPE_CHUNK_EXTENSIONS_OVERFLOW', status: 413, cause: 'chunk-extensions-too-large' },
] as const;

/** A valid request line except for its unknown method. @see RFC 9110 §15.6.2 */
const unknownMethod = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+ \S+ HTTP\/1\.[01]\r\n/;

function errorOf({ code, rawPacket }: ParserError) {
  if (code === 'HPE_INVALID_METHOD' && unknownMethod.test(rawPacket?.toString('latin1') ?? '')) {
    return { status: 501, cause: 'unknown-method' } as const;
  }
  return parserErrors.find((error) => error.code === code) ?? ({ status: 400, cause: 'not-http' } as const);
}

/** Sends the last bytes of a connection; then the client has a second to close it. */
function sendLast(socket: Duplex, bytes: string): void {
  socket.on('error', () => socket.destroy());
  socket.end(bytes);
  setTimeout(() => socket.destroy(), 1000).unref();
}

/** What a server does after each response. */
type Served = Connections['served'];

/** What a server knows of its connections. */
export interface HttpFront {
  readonly secure: boolean;
  /** Reads the client certificate of a connection; absent if none is asked for. */
  readonly certificateOf?: PeerCertificates | undefined;
}

/** An HTTP/1.1 server, not yet listening: sockets can also be passed to it. */
export function createHttp1(mock: ServedMock, front: HttpFront, limits: ListenerLimits, served: Served): Server {
  const reply = (response: ServerResponse, incoming: IncomingRequest, close = false) =>
    respondSafely(mock, incoming, (result) => {
      served(response.req.socket, result.status);
      write(response, result, close);
    });
  const reject = (response: ServerResponse, incoming: IncomingRequest, status: ProblemStatus, cause: Cause) =>
    writeSafely(
      mock,
      incoming,
      () => mock.errorResponse(status, cause, incoming),
      (result) => write(response, result, true),
    );
  const read = (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const onData = (chunk: Buffer) => {
      length += chunk.length;
      if (length <= bodyLimit) return void chunks.push(chunk);
      request.off('data', onData).pause();
      response.on('finish', () => request.destroy());
      return reply(response, incomingOf(request, front, undefined, true), true);
    };
    request.on('data', onData);
    request.on('end', () => {
      if (length <= bodyLimit) reply(response, incomingOf(request, front, Buffer.concat(chunks).toString('utf8')));
    });
    request.on('error', () => response.destroy());
  };
  const serve = (request: IncomingMessage, response: ServerResponse) => {
    const incoming = incomingOf(request, front);
    const { hosts, body } = framing(incoming.headers);
    // @see RFC 9112 §3.2
    if (hosts > 1) return reject(response, incoming, 400, { code: 'repeated-host' });
    if (request.httpVersionMinor === 1 && hosts === 0) return reject(response, incoming, 400, { code: 'missing-host' });
    return body ? read(request, response) : reply(response, incoming);
  };
  const onClientError = (error: ParserError, socket: Duplex) => {
    if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
    const { status, cause } = errorOf(error);
    return sendLast(socket, serialised(mock.errorResponse(status, { code: cause }, { ...unparsed, secure: front.secure })));
  };
  const options = {
    requireHostHeader: false,
    noDelay: true,
    keepAlive: true,
    keepAliveTimeout: Math.min(keptMs, limits.idleMs),
    headersTimeout: limits.headersMs,
    requestTimeout: limits.requestMs,
    connectionsCheckingInterval: limits.checkMs,
  };
  const server = createServer(options, serve)
    .on('checkExpectation', (request, response) => reject(response, incomingOf(request, front), 417, { code: 'unsupported-expectation' }))
    .on('clientError', onClientError)
    .on('connect', (request, socket) =>
      sendLast(socket, serialised(mock.errorResponse(501, { code: 'connect-method' }, incomingOf(request, front)))),
    );
  server.maxRequestsPerSocket = limits.requests;
  server.setTimeout(limits.idleMs);
  return server;
}

import { createServer, STATUS_CODES, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { HeaderList } from '../../spec/message.ts';
import type { MockResponse, IncomingRequest } from '../engine/request.ts';
import type { Mock } from '../mock.ts';

/** The body size limit in bytes. */
export const bodyLimit = 1_048_576;

function write(response: ServerResponse, { status, headers, body }: MockResponse, close: boolean): void {
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
function incomingOf(request: IncomingMessage, secure: boolean, body?: string, oversized = false): IncomingRequest {
  return {
    method: request.method ?? '',
    target: request.url ?? '',
    headers: request.rawHeaders,
    body,
    oversized,
    secure,
    version: 1,
    peer: request.socket.remoteAddress ?? '',
  };
}

/** Whether a request has a Host header and a body. Node's `headers` would be slower, because it is built on demand. */
function framing(headers: HeaderList): { readonly host: boolean; readonly body: boolean } {
  let [host, length, coded] = [false, '0', false];
  for (let index = headers.length - 2; index >= 0; index -= 2) {
    const name = headers[index]!;
    if (name.length === 4) host ||= name.toLowerCase() === 'host';
    else if (name.length === 14 && name.toLowerCase() === 'content-length') length = headers[index + 1]!;
    else if (name.length === 17) coded ||= name.toLowerCase() === 'transfer-encoding';
  }
  return { host, body: length !== '0' || coded };
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

/** An HTTP/1.1 server, not yet listening: sockets can also be passed to it. */
export function createHttp1(mock: Mock, secure: boolean): Server {
  const reply = (response: ServerResponse, incoming: IncomingRequest, close = false) => {
    const result = mock.respond(incoming);
    if (!(result instanceof Promise)) return write(response, result, close);
    return void result.then((settled) => write(response, settled, close));
  };
  const read = (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const onData = (chunk: Buffer) => {
      length += chunk.length;
      if (length <= bodyLimit) return void chunks.push(chunk);
      request.off('data', onData).pause();
      response.on('finish', () => request.destroy());
      return reply(response, incomingOf(request, secure, undefined, true), true);
    };
    request.on('data', onData);
    request.on('end', () => {
      if (length <= bodyLimit) reply(response, incomingOf(request, secure, Buffer.concat(chunks).toString('utf8')));
    });
    request.on('error', () => response.destroy());
  };
  const serve = (request: IncomingMessage, response: ServerResponse) => {
    const incoming = incomingOf(request, secure);
    const { host, body } = framing(incoming.headers);
    if (request.httpVersionMinor === 1 && !host) return write(response, mock.errorResponse(400, { code: 'missing-host' }, incoming), true);
    return body ? read(request, response) : reply(response, incoming);
  };
  const onClientError = (error: ParserError, socket: Duplex) => {
    if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
    const { status, cause } = errorOf(error);
    return void socket.end(serialised(mock.errorResponse(status, { code: cause }, { ...unparsed, secure })));
  };
  return createServer({ requireHostHeader: false, noDelay: true, keepAlive: true }, serve)
    .on('checkExpectation', (request, response) =>
      write(response, mock.errorResponse(417, { code: 'unsupported-expectation' }, incomingOf(request, secure)), true),
    )
    .on('clientError', onClientError)
    .on('connect', (request, socket) =>
      socket.end(serialised(mock.errorResponse(501, { code: 'connect-method' }, incomingOf(request, secure)))),
    );
}

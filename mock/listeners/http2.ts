import { validateHeaderName, validateHeaderValue } from 'node:http';
import {
  constants,
  createServer,
  type Http2Server,
  type IncomingHttpHeaders,
  type OutgoingHttpHeaders,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from 'node:http2';
import type { Socket } from 'node:net';
import { headerValues, type HeaderList } from '../../spec/message.ts';
import type { MockResponse, IncomingRequest } from '../engine/request.ts';
import type { ServedMock } from '../mock.ts';
import { bodyLimit } from './http1.ts';
import type { Connections } from './connections.ts';
import type { ListenerLimits } from './limits.ts';
import type { PeerCertificates } from './tls/peer-certificate.ts';
import { respondSafely, writeSafely } from './writing.ts';

/** Headers for HTTP/2: repeated ones as an array. Throws if one cannot be sent, because Node does not check it. */
function outgoingHeaders({ status, headers }: MockResponse): OutgoingHttpHeaders {
  const fields = new Map<string, string[]>();
  for (let index = 0; index < headers.length; index += 2) {
    const name = headers[index]!.toLowerCase();
    validateHeaderName(name);
    validateHeaderValue(name, headers[index + 1]!);
    fields.set(name, [...(fields.get(name) ?? []), headers[index + 1]!]);
  }
  return {
    ':status': status,
    ...Object.fromEntries([...fields].map(([name, values]) => [name, values.length === 1 ? values[0] : values])),
  };
}

/** Headers as in HTTP/1.1: the authority as Host, and one Cookie header. @see RFC 9113 §8.2.3, §8.3.1 */
function usualLines(lines: HeaderList): HeaderList {
  const cookies: string[] = [];
  const others: string[] = [];
  for (let index = 0; index < lines.length; index += 2) {
    const name = lines[index]!;
    if (name === ':authority') others.push('host', lines[index + 1]!);
    else if (name === 'host' && others.includes(lines[index + 1]!)) continue;
    else if (name === 'cookie') cookies.push(lines[index + 1]!);
    else if (!name.startsWith(':')) others.push(name, lines[index + 1]!);
  }
  return cookies.length === 0 ? others : [...others, 'cookie', cookies.join('; ')];
}

function respond(stream: ServerHttp2Stream, response: MockResponse): void {
  if (stream.destroyed || stream.closed || stream.headersSent) return;
  if (response.dropped) return stream.session?.destroy();
  stream.respond(outgoingHeaders(response), { endStream: response.body === '', sendDate: false } as object);
  if (response.body !== '') stream.end(response.body);
}

/** Ends a connection that has no open stream for too long, or that sends little but pings, settings and canceled streams. */
function guard(session: ServerHttp2Session, socket: Socket, limits: ListenerLimits): void {
  let [open, floods] = [0, 0];
  let timer: NodeJS.Timeout | undefined;
  const end = (code: number) => {
    if (!session.destroyed) session.goaway(code);
    setImmediate(() => {
      session.destroy();
      socket.destroy();
    });
  };
  const wait = () => {
    timer = setTimeout(end, limits.idleMs, constants.NGHTTP2_NO_ERROR).unref();
  };
  const flood = () => {
    floods += 1;
    if (floods === limits.floods) end(constants.NGHTTP2_ENHANCE_YOUR_CALM);
  };
  wait();
  session.on('ping', flood);
  session.on('remoteSettings', flood);
  session.on('error', () => socket.destroy());
  session.on('goaway', () => open === 0 && socket.destroy());
  session.on('close', () => {
    clearTimeout(timer);
    socket.destroy();
  });
  session.on('stream', (stream) => {
    open += 1;
    clearTimeout(timer);
    const late = setTimeout(() => {
      stream.close(constants.NGHTTP2_CANCEL);
      // After an error of the protocol nothing is sent, and the stream would wait for it.
      setImmediate(() => stream.destroy());
    }, limits.requestMs).unref();
    stream.once('close', () => {
      open -= 1;
      clearTimeout(late);
      if (stream.rstCode === constants.NGHTTP2_NO_ERROR) floods = 0;
      else flood();
      if (open === 0 && !session.destroyed) wait();
    });
  });
}

/** An HTTP/2 server for connections that are passed to it. */
export function createHttp2(
  mock: ServedMock,
  limits: ListenerLimits,
  served: Connections['served'],
  certificateOf?: PeerCertificates,
): Http2Server {
  const reply = (stream: ServerHttp2Stream, request: IncomingRequest) =>
    respondSafely(mock, request, (response) => {
      if (stream.session?.destroyed === false) served(stream.session.socket, response.status);
      respond(stream, response);
    });
  const read = (stream: ServerHttp2Stream, request: IncomingRequest) => {
    const chunks: Buffer[] = [];
    let length = 0;
    stream.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length <= bodyLimit) chunks.push(chunk);
    });
    stream.on('end', () =>
      reply(stream, length > bodyLimit ? { ...request, oversized: true } : { ...request, body: Buffer.concat(chunks).toString('utf8') }),
    );
  };
  const serve = (stream: ServerHttp2Stream, headers: IncomingHttpHeaders, flags: number, rawHeaders?: readonly string[]) => {
    stream.on('error', () => stream.destroy());
    const lines = rawHeaders ?? Object.entries(headers).flatMap(([name, value]) => [name, String(value)]);
    const request: IncomingRequest = {
      method: String(headers[':method']),
      target: headers[':path'] ?? '',
      headers: usualLines(lines),
      secure: true,
      version: 2,
      peer: stream.session?.socket.remoteAddress ?? '',
      certificate: stream.session && certificateOf?.(stream.session.socket),
    };
    if (headerValues(request.headers, 'Host').length > 1) {
      const rejected = () => mock.errorResponse(400, { code: 'repeated-host' }, request);
      return writeSafely(mock, request, rejected, (response) => respond(stream, response));
    }
    const ended = (flags & constants.NGHTTP2_FLAG_END_STREAM) !== 0;
    return ended ? reply(stream, request) : read(stream, request);
  };
  let connecting: Socket;
  return createServer({ settings: { maxConcurrentStreams: limits.streams } })
    .prependListener('connection', (socket: Socket) => {
      connecting = socket;
    })
    .on('session', (session) => guard(session, connecting, limits))
    .on('sessionError', (_, session) => session.destroy())
    .on('stream', serve);
}

import { constants, createServer, type Http2Server, type OutgoingHttpHeaders, type ServerHttp2Stream } from 'node:http2';
import type { HeaderList } from '../../spec/message.ts';
import type { MockResponse, IncomingRequest } from '../engine/request.ts';
import type { Mock } from '../mock.ts';
import { bodyLimit } from './http1.ts';

/** Headers for HTTP/2: repeated ones as an array. */
function outgoingHeaders({ status, headers }: MockResponse): OutgoingHttpHeaders {
  const fields = new Map<string, string[]>();
  for (let index = 0; index < headers.length; index += 2) {
    const name = headers[index]!.toLowerCase();
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
    else if (name === 'cookie') cookies.push(lines[index + 1]!);
    else if (!name.startsWith(':')) others.push(name, lines[index + 1]!);
  }
  return cookies.length === 0 ? others : [...others, 'cookie', cookies.join('; ')];
}

function respond(stream: ServerHttp2Stream, response: MockResponse): void {
  if (stream.destroyed || stream.closed) return;
  stream.respond(outgoingHeaders(response), { endStream: response.body === '', sendDate: false } as object);
  if (response.body !== '') stream.end(response.body);
}

/** An HTTP/2 server for connections that are passed to it. */
export function createHttp2(mock: Mock): Http2Server {
  const reply = (stream: ServerHttp2Stream, request: IncomingRequest) => {
    const response = mock.respond(request);
    if (!(response instanceof Promise)) return respond(stream, response);
    return void response.then((settled) => respond(stream, settled));
  };
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
  return createServer().on('stream', (stream, headers, flags, rawHeaders?: string[]) => {
    stream.on('error', () => stream.destroy());
    const lines = rawHeaders ?? Object.entries(headers).flatMap(([name, value]) => [name, String(value)]);
    const request: IncomingRequest = {
      method: String(headers[':method']),
      target: headers[':path'] ?? '',
      headers: usualLines(lines),
      secure: true,
      version: 2,
      peer: stream.session?.socket.remoteAddress ?? '',
    };
    const ended = (flags & constants.NGHTTP2_FLAG_END_STREAM) !== 0;
    return ended ? reply(stream, request) : read(stream, request);
  });
}

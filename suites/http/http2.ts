/**
 * The probe's fourth level: HTTP/2, one connection for each request.
 *
 * @module
 */
import http2, { type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http2';
import net from 'node:net';
import tls, { type TLSSocket } from 'node:tls';
import type { HeaderList } from '../../spec/message.ts';
import type { Origins } from './channel.ts';
import type { Call, Sent } from './target.ts';
import { connectionFacts } from './client.ts';
import { troubleOf } from './trouble.ts';
import { endpointOf, largestBody, schemeOf, tooLarge, type LevelSender, type Wire } from './wire.ts';

export function createHttp2Sender(origins: Origins, wire: Wire): LevelSender {
  return { send: (call) => exchange(call, origins, wire) };
}

/** Whether a server chooses HTTP/2 if both HTTP/2 and HTTP/1.1 are offered. @see RFC 9113 §3.2 */
export function speaksHttp2(origin: string, wire: Wire): Promise<boolean> {
  if (schemeOf(origin) !== 'https') return Promise.resolve(false);
  return new Promise((resolve) => {
    const socket = connected(origin, wire, ['h2', 'http/1.1']);
    const finish = (speaks: boolean) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(speaks);
    };
    const timer = setTimeout(() => finish(false), wire.timeout);
    socket.on('secureConnect', () => finish(socket.alpnProtocol === 'h2'));
    socket.on('error', () => finish(false));
    socket.on('close', () => finish(false));
  });
}

function connected(origin: string, wire: Wire, protocols: string[], from?: string): TLSSocket {
  const { host, port } = endpointOf(origin);
  return tls.connect({
    host,
    port,
    ALPNProtocols: protocols,
    ...(from !== undefined && { localAddress: from }),
    ...(net.isIP(host) === 0 && { servername: host }),
    ...(wire.ca !== undefined && { ca: wire.ca }),
    rejectUnauthorized: !wire.insecure,
  });
}

function exchange(call: Call, origins: Origins, wire: Wire): Promise<Sent> {
  const origin = origins[call.channel];
  const startedAt = wire.now();
  return new Promise((resolve) => {
    let connection: Sent['connection'] = { scheme: schemeOf(origin) };
    let session: http2.ClientHttp2Session | undefined;
    let settled = false;
    const socket = connected(origin, wire, ['h2'], call.from);
    const finish = (rest: Pick<Sent, 'reply'> | Pick<Sent, 'trouble'>) => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      session?.destroy();
      socket.destroy();
      resolve({ startedAt, milliseconds: wire.now() - startedAt, connection, ...rest });
    };
    const fail = (error: unknown) => finish({ trouble: troubleOf(error, wire.timeout) });
    const timer = setTimeout(() => fail({ code: 'ETIMEDOUT' }), wire.timeout);
    socket.on('error', fail);
    socket.on('close', () => finish({ trouble: { kind: 'closed', message: 'the connection was closed without a response' } }));
    socket.on('secureConnect', () => {
      connection = connectionFacts('https', socket);
      if (socket.alpnProtocol !== 'h2') return finish({ trouble: { kind: 'garbage', message: 'HTTP/2 was not negotiated' } });
      session = http2.connect(origin, { createConnection: () => socket }).on('error', fail);
      try {
        converse(session.request(outgoing(call, new URL(origin)), { endStream: call.body === undefined }), call, finish, fail);
      } catch (error) {
        fail(error);
      }
    });
  });
}

function converse(
  stream: http2.ClientHttp2Stream,
  { body }: Call,
  finish: (rest: Pick<Sent, 'reply'> | Pick<Sent, 'trouble'>) => void,
  fail: (error: unknown) => void,
): void {
  const chunks: Buffer[] = [];
  let length = 0;
  let status = 0;
  let headers: HeaderList = [];
  stream.on('response', (fields: IncomingHttpHeaders & { readonly ':status'?: number }, _flags, raw?: readonly string[]) => {
    status = fields[':status'] ?? 0;
    headers = lines(raw ?? Object.entries(fields).flatMap(([name, value]) => [value ?? []].flat().flatMap((one) => [name, one])));
  });
  stream.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    length += chunk.length;
    if (length > largestBody) finish({ trouble: tooLarge });
  });
  stream.on('error', fail);
  stream.on('end', () => {
    if (status > 0) finish({ reply: { status, headers, body: Buffer.concat(chunks).toString('utf8') } });
  });
  stream.on('close', () => finish({ trouble: { kind: 'closed', message: 'the stream was closed without a complete response' } }));
  if (body !== undefined) stream.end(body);
}

/** Headers that HTTP/2 replaces or does not have. @see RFC 9113 §8.2.2, §8.3.1 */
const replaced = new Set(['host', 'connection', 'transfer-encoding', 'keep-alive', 'upgrade']);

function outgoing(call: Call, { host, protocol }: URL): OutgoingHttpHeaders {
  const fields = new Map<string, string[]>();
  for (let index = 0; index < call.headers.length; index += 2) {
    const name = call.headers[index]!.toLowerCase();
    if (!replaced.has(name)) fields.set(name, [...(fields.get(name) ?? []), call.headers[index + 1]!]);
  }
  return {
    ':method': call.method,
    ':scheme': protocol.slice(0, -1),
    ':authority': host,
    ':path': call.target,
    ...Object.fromEntries([...fields].map(([name, values]) => [name, values.length === 1 ? values[0] : values])),
  };
}

/** Header lines without pseudo-headers. */
function lines(raw: readonly string[]): HeaderList {
  return raw.filter((_, index) => !raw[index - (index % 2)]!.startsWith(':'));
}

/**
 * The probe's fourth level: HTTP/2, one connection for each request.
 *
 * @module
 */
import http2, { type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http2';
import tls, { type TLSSocket } from 'node:tls';
import type { HeaderList } from '../../../spec/message.ts';
import type { Origins } from '../channel.ts';
import { overOwnConnection, tunnelTo, type Beginning } from '../proxy.ts';
import { createCollector, type Collector, type Received } from './collector.ts';
import type { Call, Sent } from '../target.ts';
import { connectionFacts } from './client.ts';
import { endpointOf, schemeOf, tlsOptions, type LevelSender, type Wire } from '../wire.ts';

export function createHttp2Sender(origins: Origins, wire: Wire): LevelSender {
  return { send: (call) => overOwnConnection(call, origins, wire, exchangeOver(wire)) };
}

/** Whether a server chooses HTTP/2 if both HTTP/2 and HTTP/1.1 are offered. @see RFC 9113 §3.2 */
export async function speaksHttp2(origin: string, wire: Wire): Promise<boolean> {
  if (schemeOf(origin) !== 'https') return false;
  const tunnel = await tunnelTo(origin, wire).catch(() => 'failed' as const);
  if (tunnel === 'failed') return false;
  return new Promise((resolve) => {
    const socket = connected(origin, tunnel ? { socket: tunnel } : endpointOf(origin), wire, ['h2', 'http/1.1']);
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

function connected(origin: string, beginning: Beginning, wire: Wire, protocols: string[]): TLSSocket {
  return tls.connect({ ...beginning, ...tlsOptions(wire, endpointOf(origin).host), ALPNProtocols: protocols });
}

const exchangeOver =
  (wire: Wire) =>
  (call: Call, origin: string, beginning: Beginning): Promise<Sent> => {
    const startedAt = wire.now();
    return new Promise((resolve) => {
      let connection: Sent['connection'] = { scheme: schemeOf(origin) };
      let session: http2.ClientHttp2Session | undefined;
      const socket = connected(origin, beginning, wire, ['h2']);
      const settle = (outcome: Received) => {
        session?.destroy();
        socket.destroy();
        resolve({ startedAt, milliseconds: wire.now() - startedAt, connection, ...outcome });
      };
      const collector = createCollector(wire.timeout, settle);
      socket.on('error', collector.fail);
      socket.on('close', () => collector.fail({ code: 'ECONNRESET', message: 'the connection was closed without a response' }));
      socket.on('secureConnect', () => {
        connection = connectionFacts('https', socket);
        if (socket.alpnProtocol !== 'h2') return collector.finish({ trouble: { kind: 'garbage', message: 'HTTP/2 was not negotiated' } });
        session = http2.connect(origin, { createConnection: () => socket }).on('error', collector.fail);
        try {
          converse(session.request(outgoing(call, new URL(origin)), { endStream: call.body === undefined }), call, collector);
        } catch (error) {
          collector.fail(error);
        }
      });
    });
  };

function converse(stream: http2.ClientHttp2Stream, { body }: Call, collector: Collector): void {
  stream.on('response', (fields: IncomingHttpHeaders & { readonly ':status'?: number }, _flags, raw?: readonly string[]) => {
    const sent = raw ?? Object.entries(fields).flatMap(([name, value]) => [value ?? []].flat().flatMap((one) => [name, one]));
    collector.head(fields[':status'] ?? 0, lines(sent));
  });
  stream.on('data', collector.data);
  stream.on('error', collector.fail);
  stream.on('end', collector.end);
  stream.on('close', () => collector.fail({ code: 'ECONNRESET', message: 'the stream was closed without a complete response' }));
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

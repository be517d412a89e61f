/**
 * The probe's first level: an ordinary HTTP client on keep-alive connections.
 *
 * @module
 */
import { Agent, buildConnector } from 'undici';
import type { HeaderList } from '../../spec/message.ts';
import type { Call, Connection, Sent, Trouble } from '../target.ts';
import { largestBody, schemeOf, tooLarge, type Origins, type Sender, type Wire } from './wire.ts';
import { troubleOf } from './trouble.ts';

export function createClient(origins: Origins, wire: Wire): Sender & { readonly close: () => Promise<void> } {
  const facts = new Map<string, Connection>();
  const connect = buildConnector({
    ...(wire.ca !== undefined && { ca: wire.ca }),
    rejectUnauthorized: !wire.insecure,
    timeout: wire.timeout,
  });
  const agent = new Agent({
    connect: (options, callback) =>
      connect(options, (...outcome) => {
        const [, socket] = outcome;
        if (socket) facts.set(options.protocol, connectionFacts(options.protocol === 'https:' ? 'https' : 'http', socket));
        callback(...outcome);
      }),
    headersTimeout: wire.timeout,
    bodyTimeout: wire.timeout,
    keepAliveTimeout: 4_000,
  });
  const send = async (call: Call): Promise<Sent> => {
    const startedAt = wire.now();
    const done = (rest: Pick<Sent, 'reply'> | Pick<Sent, 'trouble'>): Sent => ({
      startedAt,
      milliseconds: wire.now() - startedAt,
      connection: facts.get(`${schemeOf(origins[call.channel])}:`) ?? { scheme: schemeOf(origins[call.channel]) },
      ...rest,
    });
    try {
      const response = await agent.request({
        origin: origins[call.channel],
        path: call.target,
        method: call.method,
        headers: [...call.headers],
        body: call.body ?? null,
        responseHeaders: 'raw',
        signal: AbortSignal.timeout(wire.timeout),
      });
      const body = await readBody(response.body);
      if (typeof body !== 'string') return done({ trouble: body });
      return done({ reply: { status: response.statusCode, headers: lines(response.headers), body } });
    } catch (error) {
      return done({ trouble: troubleOf(error, wire.timeout) });
    }
  };
  return { send, close: () => agent.destroy() };
}

/** Header lines as undici hands them over when they are asked for raw. */
function lines(headers: unknown): HeaderList {
  return Array.isArray(headers) ? headers.map(String) : [];
}

async function readBody(stream: AsyncIterable<Uint8Array> & { destroy(): unknown }): Promise<string | Trouble> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream) {
    length += chunk.length;
    if (length > largestBody) {
      stream.destroy();
      return tooLarge;
    }
    chunks.push(chunk);
  }
  return chunks.length === 0 ? '' : Buffer.concat(chunks).toString('utf8');
}

/** What is known of a connected socket. */
export function connectionFacts(scheme: 'https' | 'http', socket: object): Connection {
  const { getProtocol, localAddress, remoteAddress, localPort, remotePort } = socket as {
    getProtocol?: () => string | null;
    localAddress?: string;
    remoteAddress?: string;
    localPort?: number;
    remotePort?: number;
  };
  const tls = getProtocol?.call(socket) ?? undefined;
  return {
    scheme,
    ...(tls !== undefined && { tls }),
    ...(localAddress !== undefined && { local: `${localAddress}:${localPort}` }),
    ...(remoteAddress !== undefined && { remote: `${remoteAddress}:${remotePort}` }),
  };
}

/**
 * The probe's first level: an ordinary HTTP client on keep-alive connections.
 *
 * @module
 */
import { Agent, buildConnector, type Dispatcher } from 'undici';
import type { HeaderList } from '../../spec/message.ts';
import type { Call, Connection, Sent, Trouble } from './target.ts';
import { largestBody, schemeOf, tooLarge, type LevelSender, type Wire } from './wire.ts';
import type { Origins } from './channel.ts';
import { troubleOf } from './trouble.ts';

export function createClient(origins: Origins, wire: Wire): LevelSender & { readonly close: () => Promise<void> } {
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
        if (socket)
          facts.set(`${options.protocol}//${options.host}`, connectionFacts(options.protocol === 'https:' ? 'https' : 'http', socket));
        callback(...outcome);
      }),
    headersTimeout: wire.timeout,
    bodyTimeout: wire.timeout,
    keepAliveTimeout: 4_000,
  });
  const send = (call: Call): Promise<Sent> => {
    const startedAt = wire.now();
    const scheme = schemeOf(origins[call.channel]);
    return new Promise((resolve) => {
      const exchange = collect(wire.timeout, (outcome) => {
        resolve({
          startedAt,
          milliseconds: wire.now() - startedAt,
          connection: facts.get(origins[call.channel]) ?? { scheme },
          ...outcome,
        });
      });
      const { target: path, method, headers, body = null } = call;
      try {
        agent.dispatch({ origin: origins[call.channel], path, method, headers: [...headers], body }, exchange);
      } catch (error) {
        exchange.fail(error);
      }
    });
  };
  return { send, close: () => agent.destroy() };
}

type Outcome = Pick<Sent, 'reply'> | Pick<Sent, 'trouble'>;

/** Collects one response, within the time for the whole exchange; settles once. */
function collect(
  timeout: number,
  settle: (outcome: Outcome) => void,
): Dispatcher.DispatchHandler & { readonly fail: (error: unknown) => void } {
  const chunks: Buffer[] = [];
  let length = 0;
  let status = 0;
  let headers: HeaderList = [];
  let controller: Dispatcher.DispatchController | undefined;
  let settled = false;
  const finish = (outcome: Outcome) => {
    if (settled) return;
    settled = true;
    clearTimeout(timer);
    settle(outcome);
  };
  const giveUp = (trouble: Trouble) => {
    finish({ trouble });
    controller?.abort(new Error(trouble.message));
  };
  const timer = setTimeout(() => giveUp(troubleOf({ code: 'ETIMEDOUT' }, timeout)), timeout);
  return {
    fail: (error) => finish({ trouble: troubleOf(error, timeout) }),
    onRequestStart: (started) => {
      controller = started;
      if (settled) started.abort(new Error('the exchange is over'));
    },
    onResponseStart: (started, statusCode) => {
      status = statusCode;
      headers = lines(started.rawHeaders);
    },
    onResponseData: (_, chunk) => {
      chunks.push(chunk);
      length += chunk.length;
      if (length > largestBody) giveUp(tooLarge);
    },
    onResponseEnd: () => finish({ reply: { status, headers, body: chunks.length === 0 ? '' : Buffer.concat(chunks).toString('utf8') } }),
    onResponseError: (_, error) => finish({ trouble: troubleOf(error, timeout) }),
  };
}

/** Header lines as undici's parser returns them. */
function lines(headers: unknown): HeaderList {
  return Array.isArray(headers) ? headers.map((line: unknown) => (Buffer.isBuffer(line) ? line.toString('latin1') : String(line))) : [];
}

/** The facts about a connected socket. */
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

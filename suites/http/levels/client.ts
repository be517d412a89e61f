/**
 * The probe's first level: an ordinary HTTP client on keep-alive connections.
 *
 * @module
 */
import type net from 'node:net';
import { Agent, buildConnector, type Dispatcher } from 'undici';
import type { HeaderList } from '../../../spec/message.ts';
import { createCollector, type Collector, type Received } from './collector.ts';
import type { Call, Connection, Sent } from '../target.ts';
import { schemeOf, trustOptions, type LevelSender, type Wire } from '../wire.ts';
import { originFor, type Origins } from '../channel.ts';
import { tunnelTo } from '../proxy.ts';

export function createClient(origins: Origins, wire: Wire): LevelSender & { readonly close: () => Promise<void> } {
  const facts = new Map<string, Connection>();
  const agent = createAgent(wire, (origin, socket) => void facts.set(origin, connectionFacts(schemeOf(origin), socket)));
  const send = (call: Call): Promise<Sent> => {
    const startedAt = wire.now();
    const origin = originFor(origins, call);
    const scheme = schemeOf(origin);
    return new Promise((resolve) => {
      const exchange = collect(wire.timeout, call.keep, (outcome) => {
        resolve({
          startedAt,
          milliseconds: wire.now() - startedAt,
          connection: facts.get(origin) ?? { scheme },
          ...outcome,
        });
      });
      const { target: path, method, headers, body = null } = call;
      try {
        agent.dispatch({ origin, path, method, headers: [...headers], body }, exchange);
      } catch (error) {
        exchange.fail(error);
      }
    });
  };
  return { send, close: () => agent.destroy() };
}

/** An HTTP client on keep-alive connections, through the proxy if there is one. */
export function createAgent(wire: Wire, onConnect: (origin: string, socket: object) => void = () => {}): Agent {
  const connect = buildConnector({ ...trustOptions(wire), timeout: wire.timeout });
  return new Agent({
    connect(options, callback) {
      const origin = `${options.protocol}//${options.host}`;
      const settle: buildConnector.Callback = (...outcome) => {
        if (outcome[1]) onConnect(origin, outcome[1]);
        callback(...outcome);
      };
      const begin = (tunnel: net.Socket | undefined) => {
        if (tunnel && options.protocol === 'http:') settle(null, tunnel);
        else connect({ ...options, ...(tunnel && { httpSocket: tunnel }) }, settle);
      };
      tunnelTo(origin, wire).then(begin, (error: Error) => settle(error, null));
    },
    headersTimeout: wire.timeout,
    bodyTimeout: wire.timeout,
    keepAliveTimeout: 4_000,
  });
}

/** A handler of undici that collects one response. */
function collect(
  timeout: number,
  keep: number | undefined,
  settle: (outcome: Received) => void,
): Dispatcher.DispatchHandler & Pick<Collector, 'fail'> {
  let controller: Dispatcher.DispatchController | undefined;
  let ended = false;
  const abort = () => controller?.abort(new Error('the exchange is over'));
  const collector = createCollector(
    timeout,
    (outcome) => {
      settle(outcome);
      // Of what was read to its end, the connection goes on.
      if (!ended) abort();
    },
    keep,
  );
  return {
    fail: collector.fail,
    onRequestStart: (started) => {
      controller = started;
      if (collector.settled) abort();
    },
    onResponseStart: ({ rawHeaders }, status) => collector.head(status, lines(rawHeaders)),
    onResponseData: (_, chunk) => collector.data(chunk),
    onResponseEnd: () => {
      ended = true;
      collector.end();
    },
    onResponseError: (_, error) => collector.fail(error),
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

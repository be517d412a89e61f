import { createServer as createTlsServer, type SecureContextOptions, type TLSSocket } from 'node:tls';
import type { ListenerTraits } from '../engine/parts.ts';
import type { ServedMock } from '../mock.ts';
import { bind } from './bind.ts';
import { clientCertificateRequests } from './tls/client-certificates.ts';
import { createConnections } from './connections.ts';
import { createHttp1 } from './http1.ts';
import { createHttp2 } from './http2.ts';
import { identityFor, type Identities } from './tls/identities.ts';
import type { ListenerLimits } from './limits.ts';
import { withAccessLog, type AccessLogEntry } from './operating/access-log.ts';
import { createDraining } from './operating/draining.ts';
import { createCounts, reportOf, type ProcessReport } from './operating/health.ts';

/** Where and how requests are listened for. Plain data but for `log`. */
export interface RequestListenerOptions {
  readonly host: string;
  readonly port: number;
  readonly httpPort: number;
  readonly identities: Identities;
  /** The certificate of the CA whose client certificates are asked for. */
  readonly clientCa?: string | undefined;
  readonly log?: ((entry: AccessLogEntry) => void) | undefined;
}

/** The listeners for HTTPS and plain HTTP. */
export interface RequestListeners {
  /** With the base path of the document. */
  readonly url: string;
  readonly httpUrl: string;
  /** What they have served, and what it took. */
  report(): ProcessReport | Promise<ProcessReport>;
  /** Takes the traits of the mock over, after its faults have changed. */
  renew(): Promise<void>;
  /** Accepts no new connections, and answers the requests that have arrived, at most for a time in milliseconds. */
  drain(mostMs: number): Promise<void>;
  close(): Promise<void>;
}

/** Starts listeners for requests: in this process, or in others. */
export type ListenForRequests = (served: ServedMock, options: RequestListenerOptions, limits: ListenerLimits) => Promise<RequestListeners>;

function contextOf(traits: ListenerTraits, { key, cert }: { readonly key: string; readonly cert: string }): SecureContextOptions {
  const old = traits.minimumVersion !== 'TLSv1.2';
  // OpenSSL 3 supports old TLS versions only at the lowest security level.
  return { key, cert, minVersion: traits.minimumVersion, ...(old && { ciphers: 'DEFAULT@SECLEVEL=0' }) };
}

/** Closes the connection if the headers do not arrive in one piece. */
function cutShort(socket: TLSSocket): void {
  socket.once('data', (bytes: Buffer) => {
    if (!bytes.includes('\r\n\r\n')) socket.destroy();
  });
}

export const bracketed = (host: string) => (host.includes(':') ? `[${host}]` : host);

/**
 * Listens in this process: HTTPS with HTTP/1.1 and HTTP/2, and plain HTTP.
 *
 * @throws Error when a port cannot be bound
 */
export const listenForRequests: ListenForRequests = async (served, { host, port, httpPort, identities, clientCa, log }, limits) => {
  const mock = log === undefined ? served : withAccessLog(served, log);
  const counts = createCounts();
  const identity = await identityFor(identities);
  const clients = clientCa === undefined ? undefined : clientCertificateRequests(clientCa);
  const closers: (() => Promise<void>)[] = [];
  const close = async () => void (await Promise.all(closers.map((closer) => closer())));
  try {
    const connections = createConnections(limits.connections, (status) => counts.count('https', status));
    const certificateOf = clients?.certificateOf;
    const http1 = createHttp1(mock, { secure: true, certificateOf }, limits, connections.served);
    // Node checks the times of connections only while a server listens, and this one gets its sockets from another.
    http1.emit('listening');
    const http2 = createHttp2(mock, limits, connections.served, certificateOf);
    const context = async () => ({ ...contextOf(mock.traits(), await identity(mock.traits().certificate)), ...clients?.context });
    const protocols = { ALPNProtocols: ['h2', 'http/1.1'], noDelay: true, handshakeTimeout: limits.handshakeMs, ...clients?.request };
    const tls = createTlsServer({ ...(await context()), ...protocols }, (socket: TLSSocket) => {
      const old = socket.alpnProtocol !== 'h2';
      (old ? http1 : http2).emit('connection', socket);
      // After the server, which emits the data again for a second listener.
      if (old && mock.traits().reads === 'what-comes-first') cutShort(socket);
    });
    tls.on('tlsClientError', (_, socket) => socket.destroy());
    const secure = await bind(tls, port, host, connections);
    closers.push(
      () => secure.close(),
      async () => void http1.close(),
      async () => void http2.close(),
    );
    const plainConnections = createConnections(limits.plainConnections, (status) => counts.count('http', status));
    const unguarded = createHttp1(mock, { secure: false }, limits, plainConnections.served);
    unguarded.prependListener('connection', (socket) => mock.traits().plain === 'answered' || socket.destroy());
    const plain = await bind(unguarded, httpPort, host, plainConnections);
    closers.push(() => plain.close());
    const draining = createDraining([http1, unguarded], http2);
    closers.push(async () => draining.end());
    const renew = async () => tls.setSecureContext(await context());
    mock.watch?.(() => void renew());
    const { basePath } = mock.contract;
    return {
      url: `https://${bracketed(host)}:${secure.port}${basePath}`,
      httpUrl: `http://${bracketed(host)}:${plain.port}${basePath}`,
      report: () => reportOf(counts),
      renew,
      async drain(mostMs) {
        draining.begin();
        await Promise.all([secure.drain(mostMs), plain.drain(mostMs)]);
      },
      close,
    };
  } catch (cause) {
    await close();
    throw cause;
  }
};

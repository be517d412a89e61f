import { connect as connectPlain, createServer as createPlainServer, type Server, type Socket } from 'node:net';
import { connect as connectTls, createServer as createTlsServer, TLSSocket } from 'node:tls';

/** A balancer on loopback: each request goes to the next of some servers. */
export interface RoundRobin {
  readonly port: number;
  /** How many requests each server got. */
  readonly requests: readonly number[];
  close(): Promise<void>;
}

/** The certificate that clients of a balancer see. */
export interface Identity {
  readonly key: string;
  readonly cert: string;
}

const beginsRequest = (bytes: Buffer) => /^[A-Z]+ \S+ HTTP\/1\.[01]\r\n/.test(bytes.toString('latin1'));

/**
 * Passes bytes on unread: with TLS if there is an identity, and to ports with TLS then. Requests of one HTTP/1.1 connection go to the servers in
 * turn, and so do connections of HTTP/2.
 */
export async function roundRobin(ports: readonly number[], identity?: Identity): Promise<RoundRobin> {
  const sockets = new Set<Socket>();
  const requests = ports.map(() => 0);
  let last = -1;
  const kept = <Kind extends Socket>(socket: Kind) => {
    sockets.add(socket);
    return socket.on('close', () => sockets.delete(socket)).on('error', () => socket.destroy());
  };

  function pass(near: Socket): void {
    kept(near).setNoDelay(true);
    const lines = new Map<number, Socket>();
    let current: Socket | undefined;
    const protocol = near instanceof TLSSocket ? near.alpnProtocol || 'http/1.1' : 'http/1.1';
    const dial = (port: number) =>
      identity
        ? connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false, ALPNProtocols: [protocol] })
        : connectPlain(port, '127.0.0.1');
    const lineTo = (index: number) => {
      const known = lines.get(index);
      if (known) return known;
      const far = kept(dial(ports[index]!)).setNoDelay(true);
      lines.set(index, far);
      far.on('data', (bytes) => near.write(bytes));
      far.on('close', () => {
        lines.delete(index);
        if (far === current) near.end();
      });
      return far;
    };
    const next = () => {
      last = (last + 1) % ports.length;
      requests[last]! += 1;
      return lineTo(last);
    };
    near.on('data', (bytes: Buffer) => {
      if (current === undefined || (protocol !== 'h2' && beginsRequest(bytes))) current = next();
      current.write(bytes);
    });
    near.on('end', () => current?.end());
    near.on('close', () => lines.forEach((line) => line.destroy()));
  }

  const server: Server = identity ? createTlsServer({ ...identity, ALPNProtocols: ['h2', 'http/1.1'] }, pass) : createPlainServer(pass);
  if (identity) server.on('tlsClientError', (_, socket: Socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a server without a port');
  return {
    port: address.port,
    requests,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

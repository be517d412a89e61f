import type { Server } from 'node:net';
import type { Connections } from './connections.ts';

/** A bound server. */
export interface Bound {
  readonly port: number;
  /** Accepts no more connections, and waits until those that are open are closed, at most for a time in milliseconds. */
  drain(mostMs: number): Promise<void>;
  close(): Promise<void>;
}

/** Binds a server and tracks its connections. */
export async function bind(server: Server, port: number, host: string, connections: Connections): Promise<Bound> {
  server.on('connection', (socket) => connections.add(socket));
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const advice = cause.code === 'EADDRINUSE' ? 'the port is in use; choose another one, or 0 for any free port' : cause.message;
      reject(new Error(`listen: cannot bind ${host}:${port}: ${advice}`, { cause }));
    });
    server.listen(port, host, resolve);
  });
  // Without descriptors, accepting fails until connections end.
  server.on('error', () => {});
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    async drain(mostMs) {
      server.close();
      await connections.drained(mostMs);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        connections.destroy();
      }),
  };
}

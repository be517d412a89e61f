import { createServer } from 'node:net';

/** Ports below those that systems choose for connections and listeners, so that nothing takes one between its choice and the client's use. */
const firstPort = 20_000;
const portCount = 12_000;
const mostTries = 200;

const given = new Set<number>();

/** Whether nothing listens on a port of 127.0.0.1. */
function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false)).listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

/**
 * A port of 127.0.0.1 for the redirect URI of a client, which listens there itself. It is given once in a process.
 *
 * @throws Error if none is found
 */
export async function portForClient(): Promise<number> {
  for (let tries = 0; tries < mostTries; tries += 1) {
    const port = firstPort + Math.floor(Math.random() * portCount);
    if (given.has(port)) continue;
    given.add(port);
    if (await isFree(port)) return port;
    given.delete(port);
  }
  throw new Error(`no port from ${firstPort} to ${firstPort + portCount - 1} is free for a redirect URI`);
}

/** Another client may have the port again. */
export function releasePort(port: number): void {
  given.delete(port);
}

import type { Socket } from 'node:net';

/** The address and port of the client, which a TLS socket has in common with the socket below it. */
type Peer = Pick<Socket, 'remoteAddress' | 'remotePort'>;

/** The open connections of a listener. */
export interface Connections {
  /** Adds a connection. Above the limit, the one that has been without a response for the longest time is closed. */
  add(socket: Socket): void;
  /** Notes that a connection gets a response with a status. */
  served(peer: Peer, status: number): void;
  /** Waits until all of them are closed, at most for a time in milliseconds. */
  drained(mostMs: number): Promise<void>;
  /** Closes all of them. */
  destroy(): void;
}

/** Creates the connections of a listener with the largest number of open ones. `count` is called with the status of every response. */
export function createConnections(most: number, count: (status: number) => void = () => {}): Connections {
  // In the order of their last response.
  const sockets = new Map<string, Socket>();
  let emptied = () => {};
  const keyOf = ({ remoteAddress, remotePort }: Peer) => `${remoteAddress} ${remotePort}`;
  return {
    add(socket) {
      const key = keyOf(socket);
      sockets.set(key, socket);
      socket.on('error', () => socket.destroy());
      socket.once('close', () => {
        if (sockets.get(key) === socket) sockets.delete(key);
        if (sockets.size === 0) emptied();
      });
      if (sockets.size <= most) return;
      const [[oldest, unused] = [key, socket]] = sockets;
      sockets.delete(oldest);
      unused.destroy();
    },
    served(peer, status) {
      count(status);
      const key = keyOf(peer);
      const socket = sockets.get(key);
      if (socket === undefined) return;
      sockets.delete(key);
      sockets.set(key, socket);
    },
    async drained(mostMs) {
      if (sockets.size === 0) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, mostMs);
        emptied = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    },
    destroy() {
      for (const socket of sockets.values()) socket.destroy();
    },
  };
}

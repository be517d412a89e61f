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

/** A connection, and when it was added or got its last response: a number that grows. */
interface Connection {
  readonly socket: Socket;
  turn: number;
}

/** Creates the connections of a listener with the largest number of open ones. `count` is called with the status of every response. */
export function createConnections(most: number, count: (status: number) => void = () => {}): Connections {
  const connections = new Map<string, Connection>();
  // A TLS socket has the connection of the socket below it. It is looked up once, by its address.
  const found = new WeakMap<Peer, Connection>();
  let turn = 0;
  let emptied = () => {};
  const keyOf = ({ remoteAddress, remotePort }: Peer) => `${remoteAddress} ${remotePort}`;
  const connectionOf = (peer: Peer) => {
    const known = found.get(peer);
    if (known !== undefined) return known;
    const connection = connections.get(keyOf(peer));
    if (connection !== undefined) found.set(peer, connection);
    return connection;
  };
  return {
    add(socket) {
      const key = keyOf(socket);
      const connection = { socket, turn: (turn += 1) };
      connections.set(key, connection);
      socket.on('error', () => socket.destroy());
      socket.once('close', () => {
        if (connections.get(key) === connection) connections.delete(key);
        if (connections.size === 0) emptied();
      });
      if (connections.size <= most) return;
      const [oldest, unused] = [...connections].reduce((one, other) => (other[1].turn < one[1].turn ? other : one));
      connections.delete(oldest);
      unused.socket.destroy();
    },
    served(peer, status) {
      count(status);
      const connection = connectionOf(peer);
      if (connection !== undefined) connection.turn = turn += 1;
    },
    async drained(mostMs) {
      if (connections.size === 0) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, mostMs);
        emptied = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    },
    destroy() {
      for (const { socket } of connections.values()) socket.destroy();
    },
  };
}

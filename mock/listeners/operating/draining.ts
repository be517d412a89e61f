import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Http2Server, ServerHttp2Session } from 'node:http2';

/** How often connections are looked at that may have become idle. */
const intervalMs = 20;

/** Ends the connections of some servers, each as soon as its requests are answered. */
export interface Draining {
  begin(): void;
  end(): void;
}

export function createDraining(http1: readonly Server[], http2: Http2Server): Draining {
  // Node does not count those as idle.
  const unused = new Set<Socket>();
  for (const server of http1) {
    server.on('connection', (socket: Socket) => {
      unused.add(socket);
      socket.once('close', () => unused.delete(socket));
    });
  }
  const sessions = new Set<ServerHttp2Session>();
  http2.on('session', (session) => {
    sessions.add(session);
    session.once('close', () => sessions.delete(session));
  });
  let timer: NodeJS.Timeout | undefined;
  const look = () => {
    for (const server of http1) server.closeIdleConnections();
    for (const socket of unused) {
      if (socket.bytesRead === 0) socket.destroy();
      else unused.delete(socket);
    }
    for (const session of sessions) if (!session.closed) session.close();
  };
  return {
    begin() {
      look();
      timer = setInterval(look, intervalMs);
    },
    end: () => clearInterval(timer),
  };
}

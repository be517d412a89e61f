/**
 * Servers on loopback that misbehave, over TLS and over plain HTTP alike.
 *
 * @module
 */
import { createServer as createHttpServer, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createNetServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import type { MockResponse } from '../../mock/engine/request.ts';
import { createAuthority } from '../../mock/listeners/tls/certificate.ts';
import type { Mock } from '../../mock/create.ts';
import type { Settings } from '../../suites/engine/settings.ts';
import type { Wire } from '../../suites/http/wire.ts';
import { settingsFor } from './in-process.ts';

/** A server that listens, and whom to trust. */
export interface Served {
  /** Without a path: `https://127.0.0.1:40001`. */
  readonly https: string;
  readonly http: string;
  readonly ca: string;
  /** How many connections were accepted. */
  connections(): number;
  close(): Promise<void>;
}

/** What becomes of a connection. */
export type Conduct = (socket: Socket) => void;

const authority = createAuthority(Date.now());

/** Gives every connection to a conduct: over TLS once it is secured, unless `beforeTls`. */
export async function serve(conduct: Conduct, options: { readonly beforeTls?: boolean; readonly tls?: TlsOptions } = {}): Promise<Served> {
  const { ca, identity } = await authority;
  const { key, cert } = await identity('valid');
  const quiet: Conduct = (socket) => conduct(socket.on('error', () => socket.destroy()));
  const secure = options.beforeTls ? createNetServer(quiet) : createTlsServer({ key, cert, ...options.tls }, quiet);
  secure.on('tlsClientError', (_, socket: Socket) => socket.destroy());
  const plain = createNetServer(quiet);
  const sockets = new Set<Socket>();
  let connections = 0;
  for (const server of [secure, plain]) {
    server.on('connection', (socket) => {
      connections += 1;
      sockets.add(socket.on('close', () => sockets.delete(socket)));
    });
  }
  const [securePort, plainPort] = [await bound(secure), await bound(plain)];
  return {
    https: `https://127.0.0.1:${securePort}`,
    http: `http://127.0.0.1:${plainPort}`,
    ca,
    connections: () => connections,
    close: async () => {
      const closed = [secure, plain].map((server) => new Promise((resolve) => server.close(resolve)));
      for (const socket of sockets) socket.destroy();
      await Promise.all(closed);
    },
  };
}

async function bound(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a server without a port');
  return address.port;
}

/** Answers HTTP/1.1. */
export function speaking(listener: RequestListener): Conduct {
  const server = createHttpServer(listener).on('clientError', (_, socket) => socket.destroy());
  return (socket) => void server.emit('connection', socket);
}

/** Answers every request alike. */
export function answering(status: number, body: unknown = {}): Conduct {
  return speaking((request, response) => {
    request.resume();
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
  });
}

const junk = Buffer.from(Array.from({ length: 256 }, (_, index) => (index * 167 + 13) % 256));
const head = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n';
const chunk = Buffer.alloc(65_536, ' ');

/** Whatever arrives, it is answered with nothing that helps. */
export const misconducts = {
  hangs: (socket: Socket) => void socket.resume(),
  closes: (socket: Socket) => void socket.destroy(),
  'sends garbage': (socket: Socket) => void socket.resume().end(junk),
  'sends half an answer': (socket: Socket) => void socket.resume().end('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{'),
  'never ends its body': (socket: Socket) => {
    const pour = () => {
      while (!socket.destroyed && socket.write(chunk));
    };
    socket.resume().on('drain', pour).write(head);
    pour();
  },
} as const satisfies { readonly [name: string]: Conduct };

/** Waits until something was asked, as a conduct that writes has to. */
export const onceAsked =
  (conduct: Conduct): Conduct =>
  (socket) =>
    void socket.once('data', () => conduct(socket));

/** Answers as a mock does. */
export function mocking(mock: Mock): RequestListener {
  return (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (part: Buffer) => chunks.push(part));
    request.on('end', () => {
      const { method = '', url: target = '', rawHeaders: headers, socket } = request;
      const body = Buffer.concat(chunks).toString('utf8');
      const arrival = { method, target, headers, ...(body !== '' && { body }), secure: 'encrypted' in socket, peer: '127.0.0.1' };
      void mock.handle(arrival).then((answer) => respond(response, answer));
    });
  };
}

/** Serves a mock as it is, until it turns: at once, or after so many more requests. */
export function turning(mock: Mock, conduct: Conduct): { readonly serve: Conduct; turn(after?: number): void } {
  const honest = mocking(mock);
  let left = Number.POSITIVE_INFINITY;
  const listener: RequestListener = (request, response) => {
    if (left <= 0) return conduct(request.socket);
    left -= 1;
    return honest(request, response);
  };
  return { serve: speaking(listener), turn: (after = 0) => void (left = after) };
}

function respond(response: ServerResponse, { status, headers, body }: MockResponse): ServerResponse {
  response.sendDate = false;
  return response.writeHead(status, [...headers]).end(body);
}

/** The settings of a run against a server, with the principals of a mock, and little patience. */
export function settingsAt(served: Served, mock: Mock, changes: Partial<Settings> = {}): Settings {
  const { basePath } = mock.contract;
  return settingsFor(mock, {
    target: `${served.https}${basePath}`,
    httpTarget: `${served.http}${basePath}`,
    oauthTarget: served.https,
    origin: { usual: '127.0.0.1', choices: ['127.0.0.1'], mapped: false },
    tls: { ca: served.ca, insecure: false },
    timeout: 300,
    ...changes,
  });
}

/** What a level of the probe needs to reach any server, and how long it waits. */
export function wireOf(timeout: number): Wire {
  return { insecure: false, timeout, now: Date.now };
}

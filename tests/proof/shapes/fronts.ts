/**
 * The fronts of a mock, each spoken to by a client of its own kind.
 *
 * @module
 */
import { readFile } from 'node:fs/promises';
import { connect as connectHttp2, type ClientHttp2Session } from 'node:http2';
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { setupServer } from 'msw/node';
import type { Mock } from '../../../mock/create.ts';
import type { Listening } from '../../../mock/listeners/listening.ts';
import { createHandlers } from '../../../mock/msw.ts';
import type { Front, Reply, Sent } from './shape.ts';

/** All fronts of one mock. */
export interface Fronts {
  readonly all: readonly Front[];
  readonly plainOrigin: string;
  close(): Promise<void>;
}

/** Puts a mock on sockets, in front of the global `fetch`, and in process. */
export async function openFronts(mock: Mock): Promise<Fronts> {
  const listening = await mock.listen({ controlPort: false });
  const ca = await readFile(listening.ca, 'utf8');
  const session = connectHttp2(new URL(listening.url).origin, { ca });
  const worker = setupServer(...createHandlers(mock));
  worker.listen({ onUnhandledRequest: 'error' });
  return {
    all: [
      { name: 'HTTP/1.1', send: (sent) => sendLines(listening, ca, sent) },
      { name: 'HTTP/2', send: (sent) => sendFields(session, mock, sent) },
      { name: 'Mock Service Worker', send: async (sent) => replyOf(await fetch(requestOf(mock, sent))) },
      { name: 'fetch', send: async (sent) => replyOf(await mock.fetch(requestOf(mock, sent))) },
    ],
    plainOrigin: new URL(listening.httpUrl).origin,
    close: async () => {
      worker.close();
      session.close();
      await listening.close();
    },
  };
}

/** Writes a request line by line on a connection of its own, as it stands. */
function sendLines({ url, httpUrl }: Listening, ca: string, { method = 'GET', target, headers, secure = true }: Sent): Promise<Reply> {
  const { host, port, hostname, pathname } = new URL(secure ? url : httpUrl);
  const address = { host: hostname, port: Number(port) };
  const socket = secure ? connectTls({ ...address, ca, ALPNProtocols: ['http/1.1'] }) : connect(address);
  const lines = [['Host', host], ...headers, ['Connection', 'close']].map(([name, value]) => `${name}: ${value}`);
  return answerOn(socket, [`${method} ${pathname}${target} HTTP/1.1`, ...lines, '', ''].join('\r\n'));
}

function answerOn(socket: Socket, bytes: string): Promise<Reply> {
  return new Promise((resolve, reject) => {
    let text = '';
    socket.setEncoding('utf8').on('data', (part: string) => (text += part));
    socket.on('error', reject);
    socket.on('close', () => {
      const end = text.indexOf('\r\n\r\n');
      const [first = '', ...lines] = text.slice(0, end).split('\r\n');
      const headers = lines.map((line): [string, string] => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)]);
      resolve({ status: Number(/^HTTP\/1\.1 (\d{3})/.exec(first)?.[1]), headers: new Headers(headers), body: text.slice(end + 4) });
    });
    socket.write(bytes);
  });
}

/** Sends a request as a stream; lines of one name stay as many fields. */
function sendFields(
  session: ClientHttp2Session,
  { contract }: Mock,
  { method = 'GET', target, headers, secure = true }: Sent,
): Promise<Reply> {
  if (!secure) throw new Error('this session is inside TLS: it has no plain HTTP');
  const names = new Set(headers.map(([name]) => name.toLowerCase()));
  const fields = [...names].map((name) => {
    const values = headers.filter(([other]) => other.toLowerCase() === name).map(([, value]) => value);
    return [name, values.length === 1 ? values[0] : values] as const;
  });
  const stream = session.request({ ':method': method, ':path': contract.basePath + target, ...Object.fromEntries(fields) });
  return new Promise((resolve, reject) => {
    let status = 0;
    let body = '';
    const received = new Headers();
    stream.setEncoding('utf8').on('data', (part: string) => (body += part));
    stream.on('response', (head) => {
      status = Number(head[':status']);
      for (const [name, value] of Object.entries(head)) if (!name.startsWith(':')) received.set(name, String(value));
    });
    stream.on('error', reject);
    stream.on('close', () => resolve({ status, headers: received, body }));
  });
}

function requestOf({ contract }: Mock, { method = 'GET', target, headers, secure = true }: Sent): Request {
  const url = contract.servers[0]!.url.replace(/^https?/, secure ? 'https' : 'http');
  return new Request(url + target, { method, headers: headers.map(([name, value]): [string, string] => [name, value]) });
}

async function replyOf(response: Response): Promise<Reply> {
  return { status: response.status, headers: response.headers, body: await response.text() };
}

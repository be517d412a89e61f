import { readFile } from 'node:fs/promises';
import { connect as connectHttp2 } from 'node:http2';
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { expect, onTestFinished, test } from 'vitest';
import type { Mock } from '../../../../mock/mock.ts';
import { listen } from '../../../../mock/listeners/listen.ts';
import { bundledMock } from '../../mocks.ts';

/** A mock whose responses wait until they are let go. */
function heldMock(): { readonly mock: Mock; readonly arrived: Promise<void>; release(): void } {
  const inner = bundledMock();
  let [arrive, release] = [() => {}, () => {}];
  const arrived = new Promise<void>((resolve) => (arrive = resolve));
  const released = new Promise<void>((resolve) => (release = resolve));
  const respond: Mock['respond'] = async (request) => {
    arrive();
    await released;
    return inner.respond(request);
  };
  return { mock: { ...inner, respond }, arrived, release };
}

async function opened() {
  const held = heldMock();
  const listening = await listen(held.mock);
  onTestFinished(() => listening.close());
  return { ...held, listening, port: Number(new URL(listening.httpUrl).port) };
}

/** A connection over plain HTTP, what arrives on it, and its end. */
function connection(port: number) {
  const socket: Socket = connect(port, '127.0.0.1');
  let received = '';
  socket.setEncoding('latin1').on('data', (text: string) => (received += text));
  const ended = new Promise<string>((resolve) => {
    socket.on('error', () => {}).on('close', () => resolve(received));
  });
  const connected = new Promise<void>((resolve) => void socket.on('connect', resolve));
  return { socket, connected, ended };
}

const request = 'GET /v1/auth/test HTTP/1.1\r\nHost: localhost\r\n\r\n';
const readiness = async (url: string) => (await fetch(`${url}/readyz`)).status;

test('A draining listener answers what has arrived, ends idle connections, accepts no new ones, and is not ready', async () => {
  const { listening, port, arrived, release } = await opened();
  const [busy, idle] = [connection(port), connection(port)];
  await Promise.all([busy.connected, idle.connected]);
  busy.socket.write(request);
  await arrived;
  expect(await readiness(listening.control!.url)).toBe(200);
  let isDrained = false;
  const drained = listening.drain(60_000).then(() => (isDrained = true));
  expect(await idle.ended).toBe('');
  expect(await readiness(listening.control!.url)).toBe(503);
  expect(await connection(port).ended).toBe('');
  expect(isDrained).toBe(false);
  release();
  expect(await busy.ended).toMatch(/^HTTP\/1\.1 403 /);
  await drained;
});

test('A draining listener ends TLS connections that never had a request', async () => {
  const { listening } = await opened();
  const socket = connectTls({ port: Number(new URL(listening.url).port), host: '127.0.0.1', rejectUnauthorized: false });
  // A session ticket comes when the server is done with the handshake.
  await new Promise((resolve) => void socket.once('session', resolve));
  const closed = new Promise((resolve) => void socket.on('error', () => {}).on('close', resolve));
  socket.resume();
  await Promise.all([listening.drain(60_000), closed]);
});

test('A draining listener tells HTTP/2 clients to send nothing more, and answers what they have sent', async () => {
  const { listening, arrived, release } = await opened();
  const session = connectHttp2(new URL(listening.url).origin, { ca: await readFile(listening.ca, 'utf8') });
  const away = new Promise<number>((resolve) => void session.on('goaway', resolve));
  const stream = session.request({ ':path': '/v1/auth/test' });
  const status = new Promise((resolve, reject) => {
    stream.on('response', (headers) => resolve(headers[':status'])).on('error', reject);
    stream.resume();
  });
  await arrived;
  const drained = listening.drain(60_000);
  expect(await away).toBe(0);
  release();
  expect(await status).toBe(401);
  await drained;
});

test('Draining ends after the time that it may take; closing ends the rest', async () => {
  const { listening, port, arrived } = await opened();
  const busy = connection(port);
  await busy.connected;
  busy.socket.write(request);
  await arrived;
  await listening.drain(1);
  expect(busy.socket.closed).toBe(false);
  await listening.close();
  expect(await busy.ended).toBe('');
});

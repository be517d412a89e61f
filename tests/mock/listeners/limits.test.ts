import { readFile } from 'node:fs/promises';
import { request as httpsRequest, Agent } from 'node:https';
import { connect as connectHttp2 } from 'node:http2';
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { afterAll, describe, expect, test } from 'vitest';
import { listen } from '../../../mock/listeners/listen.ts';
import { listenerLimits } from '../../../mock/listeners/limits.ts';
import { bundledMock } from '../mocks.ts';

const short = { handshakeMs: 400, headersMs: 400, requestMs: 800, idleMs: 600, checkMs: 100, floods: 20 };
const mock = bundledMock();
const listening = await listen(mock, {}, { ...listenerLimits, ...short });
const few = await listen(bundledMock(), {}, { ...listenerLimits, connections: 8, streams: 4 });
const usual = await listen(bundledMock());
const ca = await readFile(listening.ca, 'utf8');
afterAll(() => Promise.all([listening.close(), few.close(), usual.close()]));

const { host, port } = new URL(listening.url);
const plainPort = Number(new URL(listening.httpUrl).port);

const overTcp = () => connect(Number(port), '127.0.0.1');
const overPlainHttp = () => connect(plainPort, '127.0.0.1');
const overTls = (protocol: string) => () =>
  connectTls({ host: '127.0.0.1', port: Number(port), ca, servername: 'localhost', ALPNProtocols: [protocol] });
const overHttp1 = overTls('http/1.1');
const overHttp2 = overTls('h2');

/** An HTTP/2 frame. @see RFC 9113 §4.1 */
function frame(type: number, flags: number, stream: number, payload: Buffer = Buffer.alloc(0)): Buffer {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head.writeUInt8(type, 3);
  head.writeUInt8(flags, 4);
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, payload]);
}

const [dataFrame, headersFrame, resetFrame, settingsFrame, pingFrame] = [0, 1, 3, 4, 6] as const;
const preface = Buffer.concat([Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'), frame(settingsFrame, 0, 0)]);
/** `GET /` or `POST /` over HTTPS, in the static table. @see RFC 7541, appendix A */
const fields = (method: 'GET' | 'POST') => Buffer.from([method === 'GET' ? 0x82 : 0x83, 0x87, 0x84, 0x41, 0x01, 0x78]);
const times = (count: number, make: (index: number) => Buffer) => Buffer.concat(Array.from({ length: count }, (_, index) => make(index)));
const http2 = (...frames: readonly Buffer[]) => Buffer.concat([preface, ...frames]);
const opened = (index: number) => frame(headersFrame, 4, 2 * index + 1, fields('POST'));
const canceled = (index: number) => Buffer.concat([opened(index), frame(resetFrame, 0, 2 * index + 1, Buffer.from([0, 0, 0, 8]))]);

const started = `POST /v1/conversations HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\n`;

/** Connections that never end by themselves: the client reads, writes no more, and keeps its side open. */
const slow: { readonly [kind: string]: readonly [open: () => Socket, bytes: string | Buffer] } = {
  'TCP without TLS': [overTcp, ''],
  'TLS without HTTP': [overHttp1, ''],
  'headers without end': [overHttp1, `${started}X-Slow: `],
  'a body without end': [overHttp1, `${started}Content-Length: 100\r\n\r\n{`],
  'chunks without end': [overHttp1, `${started}Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n`],
  'a kept connection': [overHttp1, `GET / HTTP/1.1\r\nHost: ${host}\r\n\r\n`],
  'no HTTP': [overHttp1, 'HELLO\r\n\r\n'],
  'a tunnel': [overHttp1, `CONNECT x:443 HTTP/1.1\r\nHost: ${host}\r\n\r\n`],
  'plain HTTP without a byte': [overPlainHttp, ''],
  'plain HTTP with a body without end': [overPlainHttp, `${started}Content-Length: 100\r\n\r\n{`],
  'HTTP/2 without its preface': [overHttp2, ''],
  'HTTP/2 without a request': [overHttp2, http2()],
  'HTTP/2 with headers without end': [overHttp2, http2(frame(headersFrame, 0, 1, fields('GET')))],
  'HTTP/2 with a body without end': [overHttp2, http2(frame(headersFrame, 4, 1, fields('POST')), frame(dataFrame, 0, 1, Buffer.from('{')))],
  'HTTP/2 after its request': [overHttp2, http2(frame(headersFrame, 5, 1, fields('GET')))],
  'HTTP/2 with an error of the protocol': [overHttp2, http2(frame(dataFrame, 0, 0, Buffer.from('x')))],
  'HTTP/2 with an error of the protocol during a request': [overHttp2, http2(opened(0), frame(dataFrame, 0, 0, Buffer.from('x')))],
  'HTTP/2 with something else': [overHttp2, 'GET / HTTP/1.1\r\n\r\n'],
  'a flood of pings': [overHttp2, http2(times(40, () => frame(pingFrame, 0, 0, Buffer.alloc(8))))],
  'a flood of settings': [overHttp2, http2(times(40, () => frame(settingsFrame, 0, 0)))],
  'a flood of canceled streams': [overHttp2, http2(times(40, canceled))],
};

/** The connection's end, as the client sees it. */
function ended(open: () => Socket, bytes: string | Buffer): Promise<'ended'> {
  return new Promise((resolve) => {
    const socket = open();
    socket.on('error', () => {});
    socket.on('close', () => resolve('ended'));
    socket.resume();
    if (bytes !== '') socket.write(bytes);
  });
}

function status(url: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = httpsRequest(`${url}/auth/test`, { rejectUnauthorized: false, agent: new Agent() });
    request.on('response', (response) => response.resume().on('end', () => resolve(response.statusCode ?? 0)));
    request.on('error', reject).end();
  });
}

describe('the listener ends a connection', () => {
  test.concurrent.for(Object.entries(slow))('with %s', async ([, [open, bytes]]) => {
    expect(await ended(open, bytes)).toBe('ended');
  });
});

describe('at once, whatever the time limits are, ends a connection', () => {
  const there = () =>
    connectTls({ host: '127.0.0.1', port: Number(new URL(few.url).port), rejectUnauthorized: false, ALPNProtocols: ['h2'] });
  const { floods } = listenerLimits;
  test.each([
    ['a flood of pings', http2(times(floods, () => frame(pingFrame, 0, 0, Buffer.alloc(8))))],
    ['a flood of settings', http2(times(floods, () => frame(settingsFrame, 0, 0)))],
    ['a flood of canceled streams', http2(times(floods, canceled))],
    ['more open streams than the limit', http2(frame(settingsFrame, 1, 0), times(5, opened))],
  ])('%s', async (_, bytes) => {
    expect(await ended(there, bytes)).toBe('ended');
  });
});

/** How many TCP sockets this process has, of clients and servers. */
const sockets = () => process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length;

test('No socket of the server stays behind its client', async () => {
  const kinds = [
    'HTTP/2 with an error of the protocol',
    'HTTP/2 with an error of the protocol during a request',
    'HTTP/2 with something else',
    'HTTP/2 with a body without end',
    'no HTTP',
    'a tunnel',
  ];
  await expect.poll(sockets, { timeout: 5000 }).toBe(0);
  await Promise.all(kinds.flatMap((kind) => Array.from({ length: 5 }, () => ended(...slow[kind]!))));
  await expect.poll(sockets, { timeout: 5000 }).toBe(0);
});

test('A stream with headers that are too large fails, and others are served', async () => {
  const session = connectHttp2(new URL(usual.url).origin, { rejectUnauthorized: false });
  session.on('error', () => {});
  const outcome = (headers: { readonly [name: string]: string }) =>
    new Promise<number | string>((resolve) => {
      const stream = session.request({ ':path': '/v1/auth/test', ...headers });
      stream.on('response', (head) => resolve(Number(head[':status'])));
      stream.on('error', () => resolve('failed'));
      stream.on('close', () => resolve('failed'));
      stream.resume().end();
    });
  expect(await outcome({})).toBe(401);
  const large = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`x-large-${index}`, 'x'.repeat(8000)]));
  expect(['failed', 431]).toContain(await outcome(large));
  session.destroy();
  expect(await status(usual.url)).toBe(401);
});

test('With 300 connections that send nothing, new ones are served, and no more are open than the limits allow', async () => {
  const { connections, plainConnections } = listenerLimits;
  expect(connections + plainConnections).toBeLessThan(256 - 40);
  const [secure, plain] = [usual.url, usual.httpUrl].map((url) => Number(new URL(url).port));
  const open = (to: number) => () => connect(to, '127.0.0.1');
  let closed = 0;
  const before = sockets();
  for (let index = 0; index < 300; index += 1) void ended(open(index % 5 === 0 ? plain! : secure!), '').then(() => (closed += 1));
  expect(await status(usual.url)).toBe(401);
  expect((await fetch(`${usual.httpUrl}/auth/test`)).status).toBe(403);
  await expect.poll(() => closed, { timeout: 5000 }).toBeGreaterThanOrEqual(300 - connections - plainConnections);
  // Each open connection has two ends here.
  await expect.poll(() => sockets() - before, { timeout: 5000 }).toBeLessThanOrEqual(2 * (connections + plainConnections));
});

test('200 slow connections of eight kinds end within the limits, and others are served meanwhile', async () => {
  const limits = { ...listenerLimits, ...short, handshakeMs: 3000, connections: 400 };
  const crowded = await listen(bundledMock(), {}, limits);
  const there = Number(new URL(crowded.url).port);
  const kinds = Object.values(slow).slice(0, 8);
  const startedAt = performance.now();
  const ends = Array.from({ length: 200 }, (_, index) => {
    const [open, bytes] = kinds[index % kinds.length]!;
    const overTcpThere = () => connect(there, '127.0.0.1');
    const overTlsThere = () => connectTls({ host: '127.0.0.1', port: there, rejectUnauthorized: false, ALPNProtocols: ['http/1.1'] });
    return ended(open === overTcp ? overTcpThere : overTlsThere, bytes);
  });
  expect(await status(crowded.url)).toBe(401);
  await Promise.all(ends);
  // A client has a second to close after the last bytes.
  expect(performance.now() - startedAt).toBeLessThan(limits.handshakeMs + limits.requestMs + limits.idleMs + 10 * limits.checkMs + 10_000);
  expect(await status(crowded.url)).toBe(401);
  await crowded.close();
});

test('Others are served while many connections of each kind are open', async () => {
  const all = Object.values(slow).flatMap((kind) => Array.from({ length: 4 }, () => kind));
  const ends = all.map(([open, bytes]) => ended(open, bytes));
  expect(await status(listening.url)).toBe(401);
  expect(await Promise.all(ends)).toEqual(all.map(() => 'ended'));
  expect(await status(listening.url)).toBe(401);
});

test('Above the limit, the connection without a response for the longest time ends', async () => {
  const open = () => connect(Number(new URL(few.url).port), '127.0.0.1');
  const ends = Array.from({ length: 40 }, () => ended(open, ''));
  await Promise.any(ends);
  expect(await status(few.url)).toBe(401);
  await Promise.all(ends.slice(0, 30));
});

test('A connection over HTTP/2 that is used stays open', async () => {
  const session = connectHttp2(new URL(listening.url).origin, { ca });
  const call = () =>
    new Promise<number>((resolve, reject) => {
      const stream = session.request({ ':path': '/v1/auth/test' });
      stream.on('response', (head) => resolve(Number(head[':status'])));
      stream.on('error', reject).resume().end();
    });
  for (let count = 0; count < 60; count += 1) {
    session.ping(() => {});
    expect(await call()).toBe(401);
  }
  session.close();
});

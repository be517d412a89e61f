import { readFile } from 'node:fs/promises';
import { request as httpsRequest, Agent } from 'node:https';
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { afterAll, describe, expect, test } from 'vitest';
import { listen } from '../../../mock/listeners/listen.ts';
import { listenerLimits } from '../../../mock/listeners/limits.ts';
import { bundledMock } from '../mocks.ts';

const short = { handshakeMs: 400, headersMs: 400, requestMs: 800, idleMs: 600, checkMs: 100, floods: 20 };
const mock = bundledMock();
const listening = await listen(mock, {}, { ...listenerLimits, ...short });
const few = await listen(bundledMock(), {}, { ...listenerLimits, connections: 8 });
const ca = await readFile(listening.ca, 'utf8');
afterAll(() => Promise.all([listening.close(), few.close()]));

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
const canceled = (index: number) =>
  Buffer.concat([frame(headersFrame, 4, 2 * index + 1, fields('POST')), frame(resetFrame, 0, 2 * index + 1, Buffer.from([0, 0, 0, 8]))]);

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
  ])('%s', async (_, bytes) => {
    expect(await ended(there, bytes)).toBe('ended');
  });
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
  const { connect: connectHttp2 } = await import('node:http2');
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

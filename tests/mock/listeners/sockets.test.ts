import { readFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest, Agent } from 'node:https';
import { connect as connectHttp2 } from 'node:http2';
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { afterAll, expect, test } from 'vitest';
import { bodyLimit } from '../../../mock/listeners/http1.ts';
import { bundledMock } from '../mocks.ts';

const mock = bundledMock();
const listening = await mock.listen();
const ca = await readFile(listening.ca, 'utf8');
const agent = new Agent({ ca, keepAlive: true });
const reader = `Bearer ${mock.principals['reader']!.secret}`;
const writer = `Bearer ${mock.principals['writer']!.secret}`;
const base = new URL(listening.url);

afterAll(async () => {
  agent.destroy();
  await listening.close();
});

interface Reply {
  readonly status: number;
  readonly headers: readonly string[];
  readonly body: string;
}

function send(
  url: string,
  options: { readonly method?: string; readonly headers?: readonly string[]; readonly body?: string; readonly localAddress?: string } = {},
): Promise<Reply> {
  const { method = 'GET', headers = [], body, localAddress } = options;
  const { protocol, host, hostname, port, pathname, search } = new URL(url);
  const secure = protocol === 'https:';
  return new Promise((resolve, reject) => {
    const request = (secure ? httpsRequest : httpRequest)(
      {
        hostname,
        port,
        path: pathname + search,
        method,
        headers: ['Host', host, ...headers, ...(body === undefined ? [] : ['Content-Length', String(Buffer.byteLength(body))])],
        ...(secure && { agent: localAddress === undefined ? agent : new Agent({ ca }) }),
        ...(localAddress !== undefined && { localAddress }),
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.rawHeaders, body: Buffer.concat(chunks).toString() }),
        );
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

/** Writes bytes on a connection and answers all that comes back until it ends. */
function exchange(socket: Socket, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
    socket.on('error', reject);
    socket.on('close', () => resolve(text));
    socket.write(bytes, 'latin1');
  });
}

const tlsSocket = () => connectTls({ host: '127.0.0.1', port: Number(base.port), ca, servername: 'localhost' });

function envelope(raw: string): unknown {
  return JSON.parse(raw.slice(raw.indexOf('\r\n\r\n') + 4));
}

test('HTTPS is served with a certificate that the authority in the file vouches for', async () => {
  const { status, body } = await send(`${listening.url}/auth/test`, { headers: ['Authorization', reader] });
  expect([status, JSON.parse(body)]).toMatchObject([200, { authenticated: true }]);
  const localhost = await send(`https://localhost:${base.port}/v1/auth/test`);
  expect(localhost.status).toBe(401);
});

test('Plain HTTP answers every path with the documented refusal', async () => {
  for (const path of ['/auth/test', '/nothing']) {
    const { status, body } = await send(listening.httpUrl + path, { headers: ['Authorization', reader] });
    expect([status, JSON.parse(body)]).toMatchObject([403, { error: { code: 'insecure_connection' } }]);
  }
});

test('HTTP/2 gives the same answers, bodies and repeated fields included', async () => {
  const session = connectHttp2(base.origin, { ca });
  const call = (headers: Record<string, string>, body?: string) =>
    new Promise<{ status: number; body: string; challenge: unknown }>((resolve, reject) => {
      const stream = session.request(headers, { endStream: body === undefined });
      let text = '';
      let status = 0;
      let challenge: unknown;
      stream.on('response', (head) => {
        status = Number(head[':status']);
        challenge = head['www-authenticate'];
      });
      stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
      stream.on('end', () => resolve({ status, body: text, challenge }));
      stream.on('error', reject);
      if (body !== undefined) stream.end(body);
    });
  const good = await call({ ':path': '/v1/auth/test', authorization: reader });
  expect([good.status, JSON.parse(good.body)]).toMatchObject([200, { authenticated: true }]);
  const bad = await call({ ':path': '/v1/auth/test' });
  expect([bad.status, bad.challenge]).toEqual([
    401,
    expect.stringMatching(
      /^Bearer realm="AImyChats API", resource_metadata="https:\/\/127\.0\.0\.1:\d+\/\.well-known\/oauth-protected-resource\/v1"$/,
    ),
  ]);
  const json = { ':path': '/v1/conversations', ':method': 'POST', authorization: writer, 'content-type': 'application/json' };
  expect((await call(json, '{"title":"two"}')).status).toBe(201);
  expect((await call(json, 'x'.repeat(bodyLimit + 1))).status).toBe(413);
  expect((await call({ ':path': '/v1/conversations', ':method': 'HEAD', authorization: reader })).body).toBe('');
  session.close();
});

test('A body is read to its end, and one that is too large is refused in the envelope', async () => {
  const headers = ['Authorization', writer, 'Content-Type', 'application/json'];
  const created = await send(`${listening.url}/conversations`, { method: 'POST', headers, body: '{"title":"Grüße"}' });
  expect([created.status, JSON.parse(created.body)]).toMatchObject([201, { title: 'Grüße' }]);
  const raw = await exchange(
    tlsSocket(),
    `POST /v1/conversations HTTP/1.1\r\nHost: x\r\nAuthorization: ${writer}\r\nContent-Type: application/json\r\nContent-Length: 9999999\r\n\r\n${'x'.repeat(bodyLimit + 1)}`,
  );
  expect(raw).toMatch(/^HTTP\/1\.1 413 /);
  expect(envelope(raw)).toMatchObject({ error: { code: 'payload_too_large' } });
});

test.each([
  ['no HTTP at all', 'HELLO\r\n\r\n', 400],
  ['a zero byte in a field', 'GET /v1/auth/test HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer a\u0000b\r\n\r\n', 400],
  ['no Host field', 'GET /v1/auth/test HTTP/1.1\r\n\r\n', 400],
  ['two Host fields', 'GET /v1/auth/test HTTP/1.1\r\nHost: x\r\nhost: y\r\n\r\n', 400],
  ['a header that is too large', `GET /v1/auth/test HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${'x'.repeat(70_000)}\r\n\r\n`, 431],
  ['an expectation that cannot be met', 'GET /v1/auth/test HTTP/1.1\r\nHost: x\r\nExpect: wonders\r\n\r\n', 417],
  ['a tunnel', 'CONNECT x:443 HTTP/1.1\r\nHost: x\r\n\r\n', 501],
  ['an unknown method', 'BREW /v1/auth/test HTTP/1.1\r\nHost: x\r\n\r\n', 501],
])('%s is answered in the envelope', async (_, bytes, status) => {
  for (const socket of [tlsSocket(), connect(Number(new URL(listening.httpUrl).port), '127.0.0.1')]) {
    const raw = await exchange(socket, bytes);
    expect(raw.split(' ')[1]).toBe(String(status));
    expect(envelope(raw)).toEqual({ error: { code: expect.any(String), message: expect.any(String) } });
  }
});

test('Two authorization lines are seen as two', async () => {
  const { status } = await send(`${listening.url}/auth/test`, { headers: ['Authorization', reader, 'Authorization', 'Bearer x'] });
  expect(status).toBe(400);
});

test('The address of the connection counts, whatever the request says of it', async () => {
  const office = ['Authorization', `Bearer ${mock.principals['office']!.secret}`];
  const spoofed = [...office, 'X-Forwarded-For', '203.0.113.7', 'Forwarded', 'for=203.0.113.7', 'X-Real-IP', '203.0.113.7'];
  expect((await send(`${listening.url}/auth/test`, { headers: spoofed })).status).toBe(403);
  expect((await send(`${listening.url}/auth/test`, { headers: office, localAddress: '127.0.0.2' })).status).toBe(200);
});

test('An answer has exactly the fields that the engine gave it, each length and date once', async () => {
  const { headers } = await send(`${listening.url}/auth/test`, { headers: ['Authorization', reader] });
  const names = headers.filter((_, index) => index % 2 === 0).map((name) => name.toLowerCase());
  expect(names.filter((name) => name === 'date' || name === 'content-length')).toEqual(['date', 'content-length']);
});

const handshake = () =>
  new Promise<string>((resolve) => {
    const socket = connectTls({
      port: Number(base.port),
      host: '127.0.0.1',
      ca,
      maxVersion: 'TLSv1.1',
      minVersion: 'TLSv1',
      ciphers: 'DEFAULT@SECLEVEL=0',
    });
    socket.on('secureConnect', () => resolve(socket.getProtocol() ?? ''));
    socket.on('secureConnect', () => socket.destroy());
    socket.on('error', () => resolve('refused'));
  });

const arm = (armed: readonly string[]) =>
  fetch(`${listening.control!.url}/faults`, {
    method: 'PUT',
    headers: { Authorization: `Bearer ${listening.control!.token}` },
    body: JSON.stringify({ armed }),
  });

test('TLS 1.1 is refused, unless a fault is armed that allows it', async () => {
  expect(await handshake()).toBe('refused');
  expect((await arm(['negotiates-old-tls'])).status).toBe(200);
  expect(await handshake()).toBe('TLSv1.1');
  await arm([]);
  expect(await handshake()).toBe('refused');
});

test.each(['serves-expired-certificate', 'serves-certificate-for-other-host', 'serves-certificate-from-unknown-ca'])(
  'A client that verifies does not accept the fault %s',
  async (fault) => {
    const wrong = bundledMock({ faults: [fault] });
    const served = await wrong.listen({ controlPort: false });
    const trusted = new Agent({ ca: await readFile(served.ca, 'utf8') });
    const attempt = new Promise((resolve, reject) => {
      httpsRequest(`${served.url}/auth/test`, { agent: trusted }, resolve).on('error', reject).end();
    });
    await expect(attempt).rejects.toThrow(/certificate|altname|issuer/i);
    await served.close();
  },
);

test('A port that is taken is said to be, and closing frees it', async () => {
  await expect(bundledMock().listen({ port: Number(base.port) })).rejects.toThrow(`cannot bind 127.0.0.1:${base.port}: the port is in use`);
  const other = await bundledMock().listen();
  const held = connect(Number(new URL(other.httpUrl).port), '127.0.0.1');
  await new Promise((resolve) => held.once('connect', resolve));
  const ended = new Promise((resolve) => held.once('close', resolve));
  await other.close();
  await ended;
  await expect(readFile(other.ca)).rejects.toThrow('ENOENT');
});

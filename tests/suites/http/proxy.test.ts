import { createServer, type IncomingMessage } from 'node:http';
import net from 'node:net';
import { TLSSocket } from 'node:tls';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { createAuthority } from '../../../mock/listeners/tls/certificate.ts';
import { createMock } from '../../../mock/create.ts';
import { bundledDocument, loadContract } from '../../../spec/load.ts';
import { createPace } from '../../../suites/http/pace.ts';
import { openTarget } from '../../../suites/http/probe.ts';
import { proxyFor } from '../../../suites/http/proxy.ts';
import type { Call } from '../../../suites/http/target.ts';
import { serve, settingsAt, speaking } from '../../support/servers.ts';

const mock = createMock(await loadContract(bundledDocument));
const call: Call = { method: 'GET', target: '/v1/it', headers: [], channel: 'target', level: 'client' };
const levels = ['client', 'lines', 'raw'] as const;

const subjectOf = (socket: net.Socket) =>
  socket instanceof TLSSocket ? String(socket.getPeerCertificate().subject?.CN ?? 'nobody') : 'nobody';
const served = await serve(
  speaking(({ socket }, response) => void response.end(`hello ${subjectOf(socket)}`)),
  { tls: { requestCert: true, rejectUnauthorized: false } },
);
afterAll(() => served.close());

/** A proxy that connects to any host, and what it was asked for. */
async function proxy(status = 200) {
  const asked: (readonly [authority: string, credential: string | undefined])[] = [];
  const server = createServer((_, response) => void response.writeHead(405).end());
  server.on('connect', (request: IncomingMessage, socket: net.Socket) => {
    asked.push([request.url ?? '', request.headers['proxy-authorization']]);
    if (status !== 200) return void socket.end(`HTTP/1.1 ${status} No\r\nContent-Length: 0\r\n\r\n`);
    const [, host = '', port] = /^(.*):(\d+)$/.exec(request.url ?? '') ?? [];
    const tunnel = net.connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 Connected\r\n\r\n');
      socket.pipe(tunnel).pipe(socket);
    });
    for (const end of [socket, tunnel]) end.on('error', () => [socket, tunnel].forEach((one) => one.destroy()));
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port');
  return { url: `http://127.0.0.1:${address.port}`, asked };
}

async function opened(changes: Parameters<typeof settingsAt>[2]) {
  const target = await openTarget(settingsAt(served, mock, { timeout: 2_000, ...changes }));
  onTestFinished(() => target.close());
  return target;
}

test.each(levels)('Requests of the level %s go through the proxy, over TLS and over plain HTTP', async (level) => {
  const { url, asked } = await proxy();
  const through = url.replace('//', '//me:p%40ss@');
  const target = await opened({ proxy: { http: through, https: through, except: [] } });
  for (const channel of ['target', 'plain'] as const) {
    expect((await target.send({ ...call, level, channel })).reply).toMatchObject({ status: 200, body: 'hello nobody' });
  }
  const credential = `Basic ${Buffer.from('me:p@ss').toString('base64')}`;
  expect(asked).toEqual([served.https, served.http].map((origin) => [new URL(origin).host, credential]));
});

test('Handshakes and surveys go through the proxy', async () => {
  const { url, asked } = await proxy();
  const target = await opened({ proxy: { https: url, except: [] } });
  expect(await target.handshake!()).toMatchObject({ agreed: true });
  expect(await target.survey!('target')).toMatchObject({ secured: { namesHost: true } });
  expect(await target.wire!.speaksHttp2()).toBe(false);
  expect(asked).toHaveLength(3);
});

test.each([...levels, 'http2'] as const)('A proxy that does not connect is trouble at the level %s', async (level) => {
  const { url } = await proxy(403);
  const target = await opened({ proxy: { https: url, except: [] } });
  const { trouble } = await target.send({ ...call, level });
  expect(trouble).toMatchObject({
    kind: 'unreachable',
    message: expect.stringMatching(/^the proxy http:\S+ does not connect to \S+: it returned 403$/),
  });
});

test.each([
  ['https://api.example', [], 'https://p.example'],
  ['http://api.example', [], undefined],
  ['https://api.example', ['example'], undefined],
  ['https://api.example', ['.api.example'], undefined],
  ['https://api.example', ['pi.example'], 'https://p.example'],
  ['https://api.example:8443', ['api.example:8443'], undefined],
  ['https://api.example', ['api.example:8443'], 'https://p.example'],
  ['https://[::1]:8443', ['::1', '[::1]'], undefined],
  ['https://api.example', ['*'], undefined],
])('The proxy for %s except %j is %s', (origin, except, expected) => {
  expect(proxyFor({ https: 'https://p.example', except }, origin)).toBe(expected);
});

test.each(levels)('Requests of the level %s present the certificate of the client', async (level) => {
  const { identity } = await createAuthority(Date.now());
  const { cert, key } = await identity('valid');
  const client = { cert, key, certFile: 'me.pem', keyFile: 'me.key' };
  const target = await opened({ tls: { ca: served.ca, insecure: false, client } });
  expect((await target.send({ ...call, level })).reply?.body).not.toBe('hello nobody');
});

test('A pace spreads requests evenly', async () => {
  const turn = createPace({ requests: 100, seconds: 1 }, Date.now);
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: 6 }, turn));
  expect(performance.now() - startedAt).toBeGreaterThan(45);
});

import http2 from 'node:http2';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { createMock } from '../../../mock/create.ts';
import { bundledDocument, loadContract } from '../../../spec/load.ts';
import { headerValue, headerValues } from '../../../spec/message.ts';
import { openTarget } from '../../../suites/http/probe.ts';
import type { Call, Target } from '../../../suites/http/target.ts';
import { answering, misconducts, serve, settingsAt, type Served } from '../../support/servers.ts';

const mock = createMock(await loadContract(bundledDocument));
const call: Call = {
  method: 'GET',
  target: '/things?q=%20',
  headers: ['X-One', '1', 'Host', 'elsewhere'],
  channel: 'target',
  level: 'http2',
};

/** Returns what arrived in its body. */
const mirror = http2.createServer();
mirror.on('stream', (stream, headers) => {
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  stream.on('end', () => {
    stream.respond({ ':status': 207, 'x-twice': ['first', 'second'] });
    stream.end(JSON.stringify({ ...headers, body: Buffer.concat(chunks).toString('utf8') }));
  });
});
const mirrors = await serve((socket) => void mirror.emit('connection', socket), { tls: { ALPNProtocols: ['h2', 'http/1.1'] } });
const older = await serve(answering(200));
afterAll(() => Promise.all([mirrors.close(), older.close()]));

async function opened(served: Served): Promise<Target> {
  const target = await openTarget(settingsAt(served, mock));
  onTestFinished(() => target.close());
  return target;
}

test('the level http2 sends what it is given and returns the complete response', async () => {
  const target = await opened(mirrors);
  const { reply, connection } = await target.send({ ...call, method: 'POST', body: '{"name":"Zoë"}' });
  expect(JSON.parse(reply!.body)).toMatchObject({
    ':method': 'POST',
    ':path': '/things?q=%20',
    ':authority': new URL(mirrors.https).host,
    ':scheme': 'https',
    'x-one': '1',
    body: '{"name":"Zoë"}',
  });
  expect(reply!.status).toBe(207);
  expect(headerValues(reply!.headers, 'x-twice')).toEqual(['first', 'second']);
  expect(headerValue(reply!.headers, ':status')).toBeUndefined();
  expect(connection).toMatchObject({ scheme: 'https', tls: 'TLSv1.3' });
});

test('a server with HTTP/2 is distinguished from one without', async () => {
  expect(await (await opened(mirrors)).wire!.speaksHttp2()).toBe(true);
  const target = await opened(older);
  expect(await target.wire!.speaksHttp2()).toBe(false);
  expect((await target.send(call)).trouble).toBeDefined();
});

test.each(['hangs', 'closes', 'sends garbage'] as const)('a server that %s is trouble, and nothing is thrown', async (conduct) => {
  const served = await serve(misconducts[conduct], { tls: { ALPNProtocols: ['h2'] } });
  onTestFinished(() => served.close());
  const { reply, trouble } = await (await opened(served)).send(call);
  expect(reply).toBeUndefined();
  expect(trouble!.message).not.toBe('');
});

test('what HTTP/2 cannot carry is trouble too', async () => {
  const target = await opened(mirrors);
  expect((await target.send({ ...call, headers: ['Bad Name', 'x'] })).trouble).toBeDefined();
});

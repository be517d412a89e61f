import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { RequestListener, ServerResponse } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { createMock } from '../../mock/create.ts';
import { formats } from '../../reporters/formats.ts';
import type { Json } from '../../spec/contract.ts';
import { compileDocument } from '../../spec/load.ts';
import { settingsFor } from '../support/in-process.ts';
import { realRun } from '../support/real-run.ts';
import { serve, speaking } from '../support/servers.ts';

const bomb = gzipSync(Buffer.alloc(20_000_000));
const thing = '{"id":"a"}';
const zipped = (encoding: string, bytes: Buffer) => (response: ServerResponse) =>
  void response.setHeader('Content-Encoding', encoding).end(bytes);
const body = (text: string | Buffer) => (response: ServerResponse) => void response.end(text);

/** What operations of a hostile server send to all callers. */
const conducts: { readonly [operation: string]: (response: ServerResponse) => void } = {
  sound: body(thing),
  deepLists: body('['.repeat(50_000) + ']'.repeat(50_000)),
  deepObjects: body('{"a":'.repeat(2_000) + '1' + '}'.repeat(2_000)),
  manyMembers: body(`{${Array.from({ length: 5_000 }, (_, index) => `"m${index}":1`).join(',')}}`),
  manyObjects: body(`[${Array.from({ length: 5_000 }, () => '{"id":1,"b":"x"}').join(',')}]`),
  largeNumbers: body('{"id":123456789012345678901234567890,"x":1e400,"y":-0}'),
  invalidText: body(Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0xc0, 0x80, 0xed, 0xa0, 0x80, 0x22, 0x3a, 0x31, 0x7d])),
  controls: body('{"id":"\\u0000\\u001b[31m\\ud800"}\u0000\u001b]0;x\u0007'),
  prototypes: body('{"__proto__":{"id":"a"},"constructor":{"prototype":1},"toString":1}'),
  bomb: zipped('gzip', bomb),
  doubleBomb: zipped('gzip, gzip', gzipSync(bomb)),
  brotliBomb: zipped('br', brotliCompressSync(Buffer.alloc(1_000_000))),
  notZipped: zipped('gzip', Buffer.from(thing)),
  storm: (response) => {
    for (let sent = 0; sent < 1_000; sent += 1) response.writeProcessing();
    response.end(thing);
  },
  longHeader: (response) => void response.setHeader('X-Long', 'x'.repeat(100_000)).end(thing),
  oddLimits: (response) =>
    void response
      .setHeader('X-RateLimit-Limit', '9'.repeat(30))
      .setHeader('X-RateLimit-Remaining', '-1e999')
      .setHeader('X-RateLimit-Reset', 'NaN')
      .setHeader('Retry-After', '9'.repeat(20))
      .end(thing),
  stream: (response) => void response.setHeader('Content-Type', 'text/event-stream').write('data: x\n\n'),
  drip: (response) => void response.setHeader('Content-Length', '100').write(' '),
  cutOff: (response) => {
    response.setHeader('Content-Length', '100').write('{');
    response.socket?.end();
  },
};

const schema = { type: 'object', required: ['id'], properties: { id: { type: 'string' } } };
const content = { 'application/json': { schema, example: { id: 'a' } } };
const document: { readonly [name: string]: Json } = {
  openapi: '3.1.0',
  info: { title: 'Hostile', version: '1' },
  servers: [{ url: 'https://hostile.example/v1' }],
  security: [{ Key: [] }],
  components: { securitySchemes: { Key: { type: 'http', scheme: 'bearer' } } },
  paths: Object.fromEntries(
    Object.keys(conducts).map((operationId) => [
      `/${operationId}`,
      { get: { operationId, responses: { 200: { description: 'A thing.', content }, 401: { description: 'No.', content } } } },
    ]),
  ),
  'x-auth-conformance': { plans: { free: { limits: ['1000/minute'] } }, accounts: { home: { plan: 'free' } } },
};

test('a server that sends whatever it likes is judged, and every report can be written', { timeout: 120_000 }, async () => {
  const mock = createMock(compileDocument(document));
  const accepted = new Set(Object.values(mock.principals).map(({ secret }) => `Bearer ${secret}`));
  const listener: RequestListener = (request, response) => {
    const known = accepted.has(request.headers.authorization ?? '');
    response.statusCode = known ? 200 : 401;
    response.setHeader('Content-Type', 'application/json');
    if (!known) response.setHeader('WWW-Authenticate', 'Bearer realm="things"');
    const conduct = conducts[new URL(request.url ?? '/', 'http://host').pathname.slice('/v1/'.length)];
    (conduct ?? body('{}'))(response);
  };
  const served = await serve(speaking(listener));
  onTestFinished(() => served.close());
  const settings = settingsFor(mock, {
    target: `${served.https}/v1`,
    httpTarget: `${served.http}/v1`,
    oauthTarget: served.https,
    origin: { usual: '127.0.0.1', choices: ['127.0.0.1'], mapped: false },
    tls: { ca: served.ca, insecure: false },
    timeout: 300,
  });
  const result = await realRun(mock.contract, settings);
  const checks = result.requirements.flatMap((requirement) => requirement.checks);
  expect(checks.filter(({ outcome }) => outcome === 'error')).toEqual([]);
  const outcomeOf = (id: string) => checks.find((check) => check.id === id)?.outcome;
  for (const operation of ['sound', 'deepLists', 'manyMembers', 'bomb', 'stream', 'storm'])
    expect([operation, outcomeOf(`credentials/missing/${operation}/missing`)]).toEqual([operation, 'pass']);
  expect(outcomeOf('credentials/missing/cutOff/missing')).toBe('inconclusive');
  for (const { name, render, files } of formats) {
    expect(render(result).length, name).toBeGreaterThan(0);
    for (const { file, text } of files?.(result) ?? []) expect(text.length, file).toBeGreaterThan(0);
  }
});

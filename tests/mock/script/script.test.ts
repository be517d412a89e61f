import { readFile } from 'node:fs/promises';
import { connect as connectHttp2 } from 'node:http2';
import { setupServer } from 'msw/node';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { createHandlers } from '../../../mock/msw.ts';
import { readScript, type ScriptedAnswer } from '../../../mock/script/script.ts';
import type { Json } from '../../../spec/contract.ts';
import { ask, bundled, bundledMock, field, gateOf } from '../mocks.ts';

afterEach(() => void vi.useRealTimers());

const list = 'GET /v1/conversations';
const api = 'https://api.aimychats.com/v1';

function scripted(...answers: readonly ScriptedAnswer[]) {
  const mock = bundledMock();
  mock.script.write(answers);
  return { mock, call: (request = list, as = 'reader') => ask(mock, request, { as }) };
}

test('A 429 twice and then the mock’s own response: the documented body, the given retry time in both places', async () => {
  const { mock, call } = scripted({ operation: 'listConversations', status: 429, headers: { 'Retry-After': '7' }, times: 2 });
  const documented = mock.contract.limited.content[0]!.example;
  for (const left of [1, 0]) {
    const answer = await call();
    expect([answer.status, field(answer, 'Retry-After'), gateOf(answer)]).toEqual([429, '7', 'script']);
    expect(answer.body).toBe(JSON.stringify(documented).replace('3600', '7'));
    expect(mock.script.read()).toHaveLength(left);
  }
  expect((await call()).status).toBe(200);
});

test('Answers are used in order, each by the first request that matches it', async () => {
  const { call } = scripted(
    { method: 'POST', status: 503 },
    { path: '/v1/auth/*', status: 500 },
    { operation: 'listConversations', status: 401 },
    { status: 403 },
  );
  expect((await call()).status).toBe(401);
  expect((await call('GET /v1/auth/test')).status).toBe(500);
  expect((await call('GET /v1/nothing')).status).toBe(403);
  expect((await call()).status).toBe(200);
  expect((await call('POST /v1/conversations', 'writer')).status).toBe(503);
});

test('A 401 has the challenge of the operation', async () => {
  const { call } = scripted({ status: 401 });
  expect(field(await call(), 'WWW-Authenticate')).toMatch(/^Bearer /);
});

test('Given headers replace those of the mock, whatever their case, and a given body has its type', async () => {
  const { call } = scripted(
    { status: 302, headers: { location: 'https://other.example/', 'CACHE-CONTROL': 'public' } },
    { status: 200, body: { one: 1 } },
    { status: 200, body: 'plain' },
    { status: 200, headers: { 'Content-Type': 'text/html' }, body: '<p>' },
  );
  const redirect = await call();
  expect([redirect.status, field(redirect, 'Location'), field(redirect, 'Cache-Control')]).toEqual([
    302,
    'https://other.example/',
    'public',
  ]);
  const bodies = [await call(), await call(), await call()];
  expect(bodies.map((answer) => [field(answer, 'Content-Type')?.split(';')[0], answer.body])).toEqual([
    ['application/json', '{"one":1}'],
    ['text/plain', 'plain'],
    ['text/html', '<p>'],
  ]);
});

test('The clock moves before the answer, so that a token ends between two calls', async () => {
  const { mock, call } = scripted({ times: 1, status: 200 }, { advanceMs: 3_600_000 });
  const before = mock.clock.now();
  await call();
  expect(mock.clock.now()).toBe(before);
  expect((await call()).status).toBe(200);
  expect(mock.clock.now()).toBe(before + 3_600_000);
});

test('An answer waits in real time, and the mock’s own response as well', async () => {
  vi.useFakeTimers();
  const { call } = scripted({ delayMs: 2000 });
  const seen: number[] = [];
  const answer = call().then(({ status }) => seen.push(status));
  await vi.advanceTimersByTimeAsync(1999);
  expect(seen).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  await answer;
  expect(seen).toEqual([200]);
});

test('A dropped connection is a network error in process, with Mock Service Worker, over HTTP/1.1 and over HTTP/2', async () => {
  const { mock } = scripted({ drop: true, times: 4 });
  const url = `${api}/conversations`;
  await expect(mock.fetch(new Request(url))).rejects.toThrow(TypeError);

  const server = setupServer(...createHandlers(mock));
  server.listen();
  await expect(fetch(url)).rejects.toThrow(TypeError);
  server.close();

  const listening = await mock.listen();
  onTestFinished(() => listening.close());
  await expect(fetch(`${listening.httpUrl}/v1/conversations`)).rejects.toThrow(TypeError);
  const session = connectHttp2(listening.url, { ca: await readFile(listening.ca) });
  session.on('error', () => {});
  const stream = session.request({ ':path': '/v1/conversations' });
  const outcome = await new Promise((resolve) => {
    stream.on('response', () => resolve('response'));
    stream.on('error', () => resolve('error'));
    stream.on('close', () => resolve('closed'));
  });
  expect(outcome).not.toBe('response');
  expect(mock.script.read()).toEqual([]);
  expect(mock.journal().map(({ gate, cause }) => [gate, cause.code])).toEqual(Array.from({ length: 4 }, () => ['engine', 'scripted']));
});

test('A CORS preflight is not answered by a script', async () => {
  const { mock } = scripted({ status: 500 });
  const headers = ['Origin', 'https://app.example', 'Access-Control-Request-Method', 'GET'];
  expect((await ask(mock, 'OPTIONS /v1/conversations', { headers })).status).toBe(204);
});

test('The control listener reads and replaces the script', async () => {
  const { mock, call } = scripted();
  const listening = await mock.listen({ controlToken: 'token' });
  onTestFinished(() => listening.close());
  const control = async (method: string, body?: unknown) => {
    const init = { method, headers: { Authorization: 'Bearer token' }, ...(body !== undefined && { body: JSON.stringify(body) }) };
    const response = await fetch(`${listening.control!.url}/script`, init);
    return { status: response.status, body: await response.json() };
  };
  const answers = [{ status: 503, headers: { 'Retry-After': '1' } }];
  expect(await control('PUT', { answers })).toEqual({ status: 200, body: { answers } });
  expect((await call()).status).toBe(503);
  expect(await control('GET')).toEqual({ status: 200, body: { answers: [] } });
  expect(await control('PUT', { answers: [{ status: 99 }] })).toEqual({
    status: 400,
    body: { error: 'answers[0].status: expected a whole number from 200 to 599, got 99' },
  });
});

test.each<[answers: Json, message: RegExp]>([
  [{}, /^answers: expected a list/],
  [[1], /^answers\[0\]: expected an object/],
  [[{ times: 0 }], /^answers\[0\]\.times: expected a whole number from 1/],
  [[{ state: 200 }], /^answers\[0\]\.state: unknown; expected operation, method/],
  [[{ operation: 'nothing' }], /expected the id of an operation/],
  [[{ path: 'v1' }], /expected a path/],
  [[{ method: 'GET ' }], /expected a method/],
  [[{ status: 200, headers: { 'A B': 'x' } }], /expected names of headers/],
  [[{ status: 200, headers: { A: 'x\r\ny' } }], /headers\.A: expected the text of a header/],
  [[{ drop: false }], /expected true/],
  [[{ drop: true, status: 200 }], /expected either drop or/],
  [[{ body: 'x' }], /expected a status beside/],
])('What is no script is rejected with the place: %j', (answers, message) => {
  expect(() => readScript(answers, bundled)).toThrow(message);
});

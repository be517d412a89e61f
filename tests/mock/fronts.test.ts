import { setupServer } from 'msw/node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createMock } from '../../mock/create.ts';
import { createHandlers } from '../../mock/msw.ts';
import { answering, bundled, noon, smallMock } from './mocks.ts';

const options = { now: () => noon, seed: 'fronts' };
const engine = createMock(bundled, options);
const inProcess = createMock(bundled, options);
const worker = createMock(bundled, options);
const server = setupServer(...createHandlers(worker));

beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
afterAll(() => server.close());

const bearer = (name: string) => ({ Authorization: `Bearer ${engine.principals[name]!.secret}` });
const json = { 'Content-Type': 'application/json' };

const table: readonly (readonly [string, string, RequestInit])[] = [
  ['a success', 'https://api.aimychats.com/v1/auth/test', { headers: bearer('reader') }],
  ['no credential', 'https://api.aimychats.com/v1/auth/test', {}],
  ['an unknown credential', 'https://api.aimychats.com/v1/conversations', { headers: { Authorization: 'Bearer x' } }],
  ['a missing scope', 'https://api.aimychats.com/v1/conversations/conv_123', { method: 'DELETE', headers: bearer('reader') }],
  ['plain HTTP', 'http://api.aimychats.com/v1/auth/test', { headers: bearer('reader') }],
  ['a path that does not exist', 'https://api.aimychats.com/v1/nothing?x=1', { headers: bearer('reader') }],
  [
    'a creation',
    'https://api.aimychats.com/v1/conversations',
    { method: 'POST', headers: { ...bearer('writer'), ...json }, body: '{"title":"x"}' },
  ],
  ['a bad body', 'https://api.aimychats.com/v1/conversations', { method: 'POST', headers: { ...bearer('writer'), ...json }, body: '{' }],
  ['a deletion', 'https://api.aimychats.com/v1/conversations/conv_123', { method: 'DELETE', headers: bearer('deleter') }],
  ['the head alone', 'https://api.aimychats.com/v1/conversations', { method: 'HEAD', headers: bearer('reader') }],
  ['an address outside the list', 'https://api.aimychats.com/v1/auth/test', { headers: bearer('office') }],
];

async function shown(response: Response) {
  const headers = [...response.headers].filter(([name]) => name !== 'connection');
  return { status: response.status, headers: Object.fromEntries(headers), body: await response.text() };
}

test.each(table)('The engine, fetch and Mock Service Worker answer %s alike', async (_, url, init) => {
  const request = new Request(url, init);
  const { pathname, search, protocol } = new URL(url);
  const body = typeof init.body === 'string' ? init.body : undefined;
  const answer = await engine.handle({
    method: request.method,
    target: pathname + search,
    headers: [...request.headers].flat(),
    ...(body !== undefined && { body }),
    secure: protocol === 'https:',
    peer: '127.0.0.1',
  });
  const direct = {
    status: answer.status,
    headers: Object.fromEntries(
      answer.headers.flatMap((name, index) => (index % 2 === 0 ? [[name.toLowerCase(), answer.headers[index + 1]]] : [])),
    ),
    body: answer.body,
  };
  expect(await shown(await inProcess.fetch(request))).toEqual(direct);
  expect(await shown(await fetch(url, init))).toEqual(direct);
});

test('Operations are served below the base path of every server of the document', async () => {
  const mock = smallMock(
    { '/it': { get: { security: [], responses: answering({ ok: true }) } } },
    { servers: [{ url: 'https://one.example/api' }, { url: 'https://two.example/other/v2' }] },
  );
  for (const url of ['https://one.example/api/it', 'https://two.example/other/v2/it']) {
    expect((await mock.fetch(new Request(url))).status).toBe(200);
  }
  expect((await mock.fetch(new Request('https://two.example/other/it'))).status).toBe(404);
  expect(createHandlers(mock)).toHaveLength(2);
});

test('The peer’s address of fronts without one is that of the option', async () => {
  const mock = createMock(bundled, { ...options, peer: '203.0.113.8' });
  const request = new Request('https://api.aimychats.com/v1/auth/test', { headers: bearer('office') });
  expect((await mock.fetch(request)).status).toBe(200);
});

test('fetch takes what the global fetch takes', async () => {
  const url = 'https://api.aimychats.com/v1/auth/test';
  const init = { headers: bearer('reader') };
  const answers = [inProcess.fetch(url, init), inProcess.fetch(new URL(url), init), inProcess.fetch(new Request(url), init)];
  expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([200, 200, 200]);
  expect((await inProcess.fetch(url)).status).toBe(401);
});

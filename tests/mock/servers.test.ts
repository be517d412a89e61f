import { setupServer } from 'msw/node';
import { expect, test } from 'vitest';
import { createHandlers } from '../../mock/msw.ts';
import { answering, ask, smallMock } from './mocks.ts';

const open = { security: [], responses: answering({ ok: true }) };
const creating = {
  security: [],
  responses: { '201': { description: 'Made.', content: { 'application/json': { schema: { type: 'object' }, example: { id: 'p1' } } } } },
};
const item = { parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }], get: open };

test.each([
  ['below the base path of the document', 'GET /api/plain', 200],
  ['below the server of its path', 'GET /old/moved', 200],
  ['not below the base path of the document, if its path has a server', 'GET /api/moved', 404],
  ['below the server of the operation', 'POST /upload/moved', 201],
  ['below the server of the operation only', 'POST /old/moved', 405],
  ['below a server with the defaults of its variables', 'GET /v7/templated', 200],
  ['below a relative server', 'GET /here/relative', 200],
  ['below each of several servers', 'GET /second/several', 200],
  ['below the root, if that is the path of its server', 'GET /rooted', 200],
  ['not anywhere else', 'GET /plain', 404],
])('An operation is served %s: %s', async (_, request, status) => {
  const mock = smallMock({
    '/plain': { get: open },
    '/moved': {
      servers: [{ url: 'https://small.example/old' }],
      get: open,
      post: { ...creating, servers: [{ url: 'https://upload.small.example/upload' }] },
    },
    '/templated': { get: { ...open, servers: [{ url: 'https://small.example/{v}', variables: { v: { default: 'v7' } } }] } },
    '/relative': { get: { ...open, servers: [{ url: './here/' }] } },
    '/several': { get: { ...open, servers: [{ url: 'https://a.example/first' }, { url: 'https://b.example/second' }] } },
    '/rooted': { get: { ...open, servers: [{ url: 'https://rooted.example' }] } },
  });
  expect((await ask(mock, request)).status).toBe(status);
});

test('The Location of a created object is below the server of the operation', async () => {
  const mock = smallMock({
    '/parcels': { servers: [{ url: 'https://small.example/post' }], post: creating },
    '/parcels/{id}': { servers: [{ url: 'https://small.example/post' }], ...item },
  });
  const { headers } = await ask(mock, 'POST /post/parcels', { json: {} });
  const location = headers[headers.indexOf('Location') + 1]!;
  expect(location).toMatch(/^\/post\/parcels\/./);
  expect((await ask(mock, `GET ${location}`)).status).toBe(200);
});

test.each([
  ['no server', [], undefined, 'http://localhost:8000/it/7'],
  ['a relative server', [{ url: '/v1' }], undefined, 'http://localhost:8000/v1/it/7'],
  [
    'a server of the operation',
    [{ url: 'https://small.example/v1' }],
    [{ url: 'https://up.small.example/u' }],
    'https://up.small.example/u/it/7',
  ],
])('Mock Service Worker handles the operations of a document with %s, and nothing else', async (_, servers, own, url) => {
  const mock = smallMock({ '/it/{id}': { ...item, get: { ...open, ...(own && { servers: own }) } } }, { servers });
  const worker = setupServer(...createHandlers(mock));
  worker.listen({ onUnhandledRequest: 'error' });
  try {
    expect((await fetch(url)).status).toBe(200);
    await expect(fetch('http://localhost:8000/v1/other')).rejects.toThrow();
  } finally {
    worker.close();
  }
});

test('Cookies of a request that Mock Service Worker handles reach the mock', async () => {
  const mock = smallMock(
    { '/it': { get: { responses: answering({ ok: true }) } } },
    { security: [{ Session: [] }], components: { securitySchemes: { Session: { type: 'apiKey', in: 'cookie', name: 'sid' } } } },
  );
  const { secret } = Object.values(mock.principals).find(({ state }) => state === 'active')!;
  const worker = setupServer(...createHandlers(mock));
  worker.listen({ onUnhandledRequest: 'error' });
  try {
    const headers = { Cookie: `theme=dark; sid=${secret}` };
    for (const credentials of ['same-origin', 'include'] as const) {
      expect((await fetch('https://small.example/api/it', { headers, credentials })).status).toBe(200);
    }
    expect((await fetch('https://small.example/api/it')).status).toBe(401);
  } finally {
    worker.close();
  }
});

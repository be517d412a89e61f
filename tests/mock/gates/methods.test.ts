import { expect, test } from 'vitest';
import { answering, ask, bundledMock, field, smallMock } from '../mocks.ts';

test('A method that nobody has heard of is not implemented, one that is only not offered is not allowed', async () => {
  const mock = bundledMock();
  const unknown = await ask(mock, 'BREW /v1/auth/test', { as: 'reader' });
  expect([unknown.status, field(unknown, 'Allow')]).toEqual([501, undefined]);
  const undeclared = await ask(mock, 'PATCH /v1/auth/test', { as: 'reader' });
  expect([undeclared.status, field(undeclared, 'Allow')]).toEqual([405, 'GET, HEAD, OPTIONS']);
  expect((await ask(mock, 'BREW /v1/auth/test')).status).toBe(401);
  expect((await ask(mock, 'BREW /v1/nothing', { as: 'reader' })).status).toBe(404);
});

test('A method that the document has somewhere is known everywhere', async () => {
  const responses = answering({ ok: true });
  const mock = smallMock({ '/it': { get: { responses } }, '/search': { query: { responses } } }, { openapi: '3.2.0' });
  const as = Object.values(mock.principals)[0]!.secret;
  expect((await ask(mock, 'QUERY /api/search', { as })).status).toBe(200);
  expect((await ask(mock, 'QUERY /api/it', { as })).status).toBe(405);
});

test('A bearer token that comes in the query as well is too much, unless the operation has a parameter of that name', async () => {
  const responses = answering({ ok: true });
  const parameters = [{ name: 'access_token', in: 'query', schema: { type: 'string' } }];
  const others = ['header', 'query'].map((place) => ({ ...parameters[0]!, in: place, ...(place === 'query' && { name: 'page' }) }));
  const mock = smallMock({
    '/it': { get: { responses } },
    '/other': { get: { parameters, responses } },
    '/third': { get: { parameters: others, responses } },
  });
  const as = Object.values(mock.principals)[0]!.secret;
  const twice = await ask(mock, 'GET /api/it?a=b&access_token=x', { as });
  expect([twice.status, field(twice, 'WWW-Authenticate')]).toEqual([400, expect.stringContaining('error="invalid_request"')]);
  expect((await ask(mock, 'GET /api/third?access_token=x', { as })).status).toBe(400);
  expect((await ask(mock, 'GET /api/other?access_token=x', { as })).status).toBe(200);
  expect((await ask(mock, 'GET /api/it?my_access_token=x', { as })).status).toBe(200);
  expect((await ask(mock, 'GET /api/it?access_token=x', { as: 'nobody' })).status).toBe(401);
});

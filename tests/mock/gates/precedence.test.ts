import { expect, test } from 'vitest';
import { ask, bodyOf, bundledMock, field, gateOf, type Ask } from '../mocks.ts';

/** Each request has every fault from its own gate on, so that the first of them has to decide. */
const cases: readonly (readonly [string, string, Ask, number, string])[] = [
  ['plain HTTP', 'DELETE /v1/nothing', { as: 'unknown', secure: false }, 403, 'transport'],
  ['a bad credential', 'DELETE /v1/nothing', { as: 'unknown', peer: '9.9.9.9' }, 401, 'credentials'],
  ['no credential', 'GET /v1/nothing', {}, 401, 'credentials'],
  ['an address outside the list', 'DELETE /v1/conversations/none', { as: 'office', peer: '9.9.9.9' }, 403, 'address'],
  ['a missing scope', 'DELETE /v1/conversations/none', { as: 'office', peer: '203.0.113.9' }, 403, 'scopes'],
  ['a path that does not exist', 'POST /v1/nothing', { as: 'reader', body: '{' }, 404, 'existence'],
  ['a method that does not exist', 'PUT /v1/conversations', { as: 'reader', body: '{' }, 405, 'existence'],
  ['an object that does not exist', 'PATCH /v1/conversations/none', { as: 'writer', body: '{' }, 404, 'existence'],
  ['a body that is no JSON', 'POST /v1/conversations', { as: 'writer', body: '{' }, 400, 'validation'],
  ['a good request', 'POST /v1/conversations', { as: 'writer', json: { title: 'Hello' } }, 201, 'success'],
];

test.each(cases)('%s decides before whatever comes later', async (_, request, options, status, gate) => {
  const answer = await ask(bundledMock(), request, options);
  expect([answer.status, gateOf(answer)]).toEqual([status, gate]);
});

test('A quota that is used up decides before a missing scope, and after an address outside the list', async () => {
  const mock = bundledMock();
  const { credential, account } = mock.mint({ plan: 'pro', scopes: ['write'] });
  const outsider = mock.mint({ account, from: ['203.0.113.0/24'] });
  for (let count = 0; count < 500; count += 1) await ask(mock, 'GET /v1/auth/test', { as: credential });
  expect(gateOf(await ask(mock, 'GET /v1/conversations', { as: credential }))).toBe('limits');
  expect(gateOf(await ask(mock, 'GET /v1/conversations', { as: outsider.credential }))).toBe('address');
});

test('The refusals of documented statuses are the documented ones, and the others are of their shape', async () => {
  const mock = bundledMock();
  const body = async (request: string, options: Ask) => bodyOf<{ error: unknown }>(await ask(mock, request, options)).error;
  expect(await body('GET /v1/auth/test', {})).toEqual({ code: 'unauthorized', message: 'Invalid or missing API key' });
  expect(await body('GET /v1/auth/test', { secure: false })).toMatchObject({ code: 'insecure_connection' });
  expect(await body('DELETE /v1/conversations/conv_123', { as: 'reader' })).toMatchObject({ code: 'forbidden' });
  expect(await body('GET /v1/nothing', { as: 'reader' })).toMatchObject({ code: 'not_found', message: expect.any(String) });
  expect(await body('POST /v1/conversations', { as: 'writer', json: {} })).toMatchObject({
    code: 'bad_request',
    message: expect.stringContaining('title'),
  });
});

test('A refusal of plain HTTP does not depend on the credential, and asks no browser to remember anything', async () => {
  const mock = bundledMock();
  const [good, none] = [
    await ask(mock, 'GET /v1/auth/test', { as: 'reader', secure: false }),
    await ask(mock, 'GET /v1/auth/test', { secure: false }),
  ];
  expect(good.body).toBe(none.body);
  expect(field(good, 'Strict-Transport-Security')).toBeUndefined();
  expect(field(await ask(mock, 'GET /v1/auth/test'), 'Strict-Transport-Security')).toMatch(/^max-age=\d+$/);
});

test('A 405 names the methods that there are, HEAD and OPTIONS among them', async () => {
  const answer = await ask(bundledMock(), 'DELETE /v1/conversations', { as: 'admin' });
  expect([answer.status, field(answer, 'Allow')]).toEqual([405, 'GET, POST, HEAD, OPTIONS']);
});

test('A path outside the base path does not exist, and the bare origin neither', async () => {
  const mock = bundledMock();
  for (const target of ['/conversations', '/v1conversations', '/', '/v2/conversations', '*']) {
    expect((await ask(mock, `GET ${target}`, { as: 'reader' })).status).toBe(404);
    expect((await ask(mock, `GET ${target}`)).status).toBe(401);
  }
});

test('The absolute form of a target is understood', async () => {
  expect((await ask(bundledMock(), 'GET https://api.example/v1/auth/test', { as: 'reader' })).status).toBe(200);
});

test('HEAD is answered as GET is, without the body', async () => {
  const mock = bundledMock();
  const [head, get] = [
    await ask(mock, 'HEAD /v1/conversations', { as: 'reader' }),
    await ask(mock, 'GET /v1/conversations', { as: 'reader' }),
  ];
  expect([head.status, head.body, field(head, 'Content-Length')]).toEqual([200, '', field(get, 'Content-Length')]);
  expect((await ask(mock, 'HEAD /v1/conversations')).status).toBe(401);
});

test('The preflight of a browser is let through without a credential, and the answer may be read', async () => {
  const mock = bundledMock();
  const origin = ['Origin', 'https://app.example'];
  const preflight = await ask(mock, 'OPTIONS /v1/conversations', { headers: [...origin, 'Access-Control-Request-Method', 'POST'] });
  expect([preflight.status, preflight.body]).toEqual([204, '']);
  expect(field(preflight, 'Access-Control-Allow-Methods')).toContain('POST');
  expect(field(preflight, 'Access-Control-Allow-Headers')).toContain('Authorization');
  const answer = await ask(mock, 'GET /v1/conversations', { as: 'reader', headers: origin });
  expect(field(answer, 'Access-Control-Expose-Headers')).toContain('X-RateLimit-Remaining');
  expect(field(answer, 'Access-Control-Allow-Credentials')).toBeUndefined();
  expect((await ask(mock, 'OPTIONS /v1/conversations')).status).toBe(401);
});

test('What is too large is refused with 413, and a body of another type with 415', async () => {
  const mock = bundledMock();
  const oversized = await mock.handle({
    method: 'POST',
    target: '/v1/conversations',
    headers: ['Authorization', `Bearer ${mock.principals['writer']!.secret}`],
    body: '',
    oversized: true,
    secure: true,
    peer: '::1',
  });
  expect([oversized.status, oversized.body]).toEqual([413, expect.stringContaining('The body is larger than is accepted')]);
  const xml = await ask(mock, 'POST /v1/conversations', { as: 'writer', body: '<a/>', headers: ['Content-Type', 'application/xml'] });
  expect(xml.status).toBe(415);
});

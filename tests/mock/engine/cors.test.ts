import { describe, expect, test } from 'vitest';
import { headerValues } from '../../../spec/message.ts';
import type { MockResponse } from '../../../mock/engine/request.ts';
import { answering, ask, field, smallMock } from '../mocks.ts';

const securitySchemes = {
  Token: { type: 'http', scheme: 'bearer' },
  Session: { type: 'apiKey', in: 'cookie', name: 'sid' },
};

const counted = {
  description: 'Good.',
  content: { 'application/json': { example: 1 } },
  headers: { 'X-Total': { schema: { type: 'integer' } } },
};
const anyOrigin = { 'Access-Control-Allow-Origin': { schema: { type: 'string' }, example: '*' } };

const mock = smallMock(
  {
    '/token': { get: { security: [{ Token: [] }], responses: { '200': counted } } },
    '/cookie': {
      get: { security: [{ Session: [] }], responses: answering(1) },
      post: { security: [{ Token: [] }], responses: answering(1) },
    },
    '/written': {
      get: { responses: { '200': { description: 'Good.', headers: anyOrigin } } },
      options: { responses: { '200': { description: 'Preflight.', headers: anyOrigin } } },
    },
  },
  { components: { securitySchemes }, security: [{ Token: [] }] },
  { origins: ['https://shop.example'] },
);

const app = 'https://app.test';
const preflight = (path: string, method: string, headers = '', origin = app) =>
  ask(mock, `OPTIONS /api${path}`, {
    headers: [
      'Origin',
      origin,
      'Access-Control-Request-Method',
      method,
      ...(headers === '' ? [] : ['Access-Control-Request-Headers', headers]),
    ],
  });
const allowed = (answer: MockResponse) => field(answer, 'Access-Control-Allow-Headers')!.split(', ');

describe('a preflight', () => {
  test('is answered without a credential', async () => {
    const answer = await preflight('/token', 'GET');
    expect([answer.status, field(answer, 'Access-Control-Allow-Origin'), field(answer, 'Access-Control-Allow-Methods')]).toEqual([
      204,
      '*',
      'GET, HEAD, OPTIONS',
    ]);
  });

  test('allows the headers that it names, each by its name and once', async () => {
    const names = allowed(await preflight('/token', 'GET', 'authorization,x-sdk-version, bad header'));
    expect(names).toEqual(['authorization', 'x-sdk-version', 'Content-Type', 'Accept', 'Prefer']);
    expect(allowed(await preflight('/token', 'GET'))).toEqual(['Authorization', 'Content-Type', 'Accept', 'Prefer']);
  });

  test('is answered where the document writes an OPTIONS operation, which a plain OPTIONS is for', async () => {
    const answer = await preflight('/written', 'GET', 'authorization');
    expect([answer.status, allowed(answer)[0]]).toEqual([200, 'authorization']);
    expect(headerValues(answer.headers, 'Access-Control-Allow-Origin')).toEqual(['*']);
    expect((await ask(mock, 'OPTIONS /api/written')).status).toBe(401);
    expect((await ask(mock, 'OPTIONS /api/written', { headers: ['Origin', app] })).status).toBe(401);
  });

  test('allows cookies only for the operation that takes one', async () => {
    const credentials = async (method: string) => field(await preflight('/cookie', method), 'Access-Control-Allow-Credentials');
    expect([await credentials('GET'), await credentials('POST')]).toEqual(['true', undefined]);
  });
});

describe('a response to a page', () => {
  const as = mock.principals;
  const token = Object.keys(as).find((name) => as[name]!.scheme === 'Token' && as[name]!.state === 'active')!;
  const session = Object.values(as).find(({ scheme, state }) => scheme === 'Session' && state === 'active')!.secret;

  test('has the headers of CORS once, and shows documented headers', async () => {
    const answer = await ask(mock, 'GET /api/token', { as: token, headers: ['Origin', 'https://any.example'] });
    expect([answer.status, field(answer, 'Access-Control-Allow-Origin'), field(answer, 'Vary')]).toEqual([200, '*', undefined]);
    expect(field(answer, 'Access-Control-Expose-Headers')!.split(', ')).toEqual(
      expect.arrayContaining(['WWW-Authenticate', 'Retry-After', 'X-Total']),
    );
    expect(field(answer, 'Access-Control-Expose-Headers')).not.toContain('Access-Control');
    const written = await ask(mock, 'GET /api/written', { as: token, headers: ['Origin', app] });
    expect(headerValues(written.headers, 'Access-Control-Allow-Origin')).toEqual(['*']);
    expect(field(await ask(mock, 'GET /api/written', { as: token }), 'Access-Control-Allow-Origin')).toBe('*');
  });

  test.each([
    ['https://app.test', true],
    ['http://localhost:3000', true],
    ['http://shop.localhost', true],
    ['http://127.0.0.1:5173', true],
    ['http://[::1]:5173', true],
    ['https://shop.example', true],
    ['https://shop.example:444', false],
    ['https://app.test.attacker.example', false],
    ['https://latest', false],
    ['https://127.0.0.1.attacker.example', false],
    ['file://localhost', false],
    ['null', false],
  ])('of the origin %s says whether it may send cookies: %s', async (origin, trusted) => {
    for (const status of [200, 401]) {
      const cookie = status === 200 ? ['Cookie', `sid=${session}`] : [];
      const answer = await ask(mock, 'GET /api/cookie', { headers: ['Origin', origin, ...cookie] });
      expect([answer.status, field(answer, 'Access-Control-Allow-Origin'), field(answer, 'Access-Control-Allow-Credentials')]).toEqual(
        trusted ? [status, origin, 'true'] : [status, '*', undefined],
      );
      expect(field(answer, 'Vary')).toBe('Origin');
    }
  });
});

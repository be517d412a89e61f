import { expect, test } from 'vitest';
import { createMock } from '../../../mock/create.ts';
import { headerValues } from '../../../spec/message.ts';
import { ask, bodyOf, bundled, bundledMock, field, noon, smallMock, answering } from '../mocks.ts';

const secret = bundledMock().principals['reader']!.secret;
const path = 'GET /v1/auth/test';

/** Header lines, a target or a body, and the status that they deserve. */
const shapes: readonly (readonly [string, readonly string[], number])[] = [
  ['the documented form', ['Authorization', `Bearer ${secret}`], 200],
  ['the scheme in lower case', ['authorization', `bearer ${secret}`], 200],
  ['the scheme in mixed case', ['AUTHORIZATION', `bEaReR ${secret}`], 200],
  ['more than one space', ['Authorization', `Bearer   ${secret}`], 200],
  ['no field', [], 401],
  ['an empty field', ['Authorization', ''], 401],
  ['the scheme alone', ['Authorization', 'Bearer'], 401],
  ['the scheme and a space', ['Authorization', 'Bearer '], 401],
  ['the credential alone', ['Authorization', secret], 401],
  ['Token', ['Authorization', `Token ${secret}`], 401],
  ['Basic', ['Authorization', `Basic ${Buffer.from(`${secret}:`).toString('base64')}`], 401],
  ['no space', ['Authorization', `Bearer${secret}`], 401],
  ['a tab', ['Authorization', `Bearer\t${secret}`], 401],
  ['two tokens', ['Authorization', `Bearer ${secret} ${secret}`], 401],
  ['a comma', ['Authorization', `Bearer ${secret},x`], 401],
  ['quotes', ['Authorization', `Bearer "${secret}"`], 401],
  ['a token that is cut', ['Authorization', `Bearer ${secret.slice(0, -1)}`], 401],
  ['a token in capitals', ['Authorization', `Bearer ${secret.toUpperCase()}`], 401],
  ['a very long token', ['Authorization', `Bearer ${'x'.repeat(100_000)}`], 401],
  ['another field', ['X-API-Key', secret], 401],
  ['a cookie', ['Cookie', `api_key=${secret}`], 401],
  ['a good line and a bad one', ['Authorization', `Bearer ${secret}`, 'Authorization', 'Bearer x'], 400],
  ['a bad line and a good one', ['Authorization', 'Bearer x', 'authorization', `Bearer ${secret}`], 400],
  ['a zero byte', ['Authorization', `Bearer ${secret.slice(0, 9)}\u0000${secret.slice(9)}`], 400],
  ['a line feed', ['Authorization', `Bearer ${secret}\nX: y`], 400],
];

test.each(shapes)('A credential with %s is answered as it deserves', async (_, headers, status) => {
  const answer = await ask(bundledMock(), path, { headers });
  expect(answer.status).toBe(status);
  if (status === 401) expect(bodyOf(answer)).toEqual({ error: { code: 'unauthorized', message: 'Invalid or missing API key' } });
  if (status === 400) expect(bodyOf(answer)).toMatchObject({ error: { code: 'bad_request' } });
});

test('A credential in the query or the body does not count', async () => {
  const mock = bundledMock();
  expect((await ask(mock, `${path}?access_token=${secret}&api_key=${secret}`)).status).toBe(401);
  expect((await ask(mock, 'POST /v1/conversations', { json: { access_token: secret, title: 'x' } })).status).toBe(401);
});

test('Unknown, revoked and expired credentials are told apart inside and nowhere else', async () => {
  const mock = bundledMock();
  const answers = [
    await ask(mock, path, { as: 'nobody' }),
    await ask(mock, path, { as: 'revoked' }),
    await ask(mock, path, { as: 'expired' }),
  ];
  const shown = answers.map(({ status, headers, body }) => [
    status,
    body,
    headers.filter((_, index) => !/^(x-request-id|x-mock-decision)$/i.test(headers[index - (index % 2)]!)),
  ]);
  expect(shown[1]).toEqual(shown[0]);
  expect(shown[2]).toEqual(shown[0]);
  expect(mock.journal().map(({ why }) => why)).toEqual([
    'unknown credential',
    'revoked credential of revoked',
    'expired credential of expired',
  ]);
});

const metadata = ', resource_metadata="https://api.aimychats.com/.well-known/oauth-protected-resource/v1"';

test('A 401 names no error when nothing was sent, and invalid_token when something was', async () => {
  const mock = bundledMock();
  expect(field(await ask(mock, path), 'WWW-Authenticate')).toBe(`Bearer realm="AImyChats API"${metadata}`);
  expect(field(await ask(mock, path, { as: 'nobody' }), 'WWW-Authenticate')).toBe(
    `Bearer realm="AImyChats API", error="invalid_token"${metadata}`,
  );
  const twice = await ask(mock, path, { as: 'reader', headers: ['Authorization', 'Bearer x'] });
  expect(field(twice, 'WWW-Authenticate')).toContain('error="invalid_request"');
});

test('Every secured operation refuses a missing and an unknown credential', async () => {
  const mock = bundledMock();
  for (const { method, path: template } of bundled.operations) {
    const target = `/v1${template.replace('{id}', 'conv_123')}`;
    expect((await ask(mock, `${method} ${target}`)).status).toBe(401);
    expect((await ask(mock, `${method} ${target}`, { as: 'nobody' })).status).toBe(401);
  }
});

test('Secrets follow from the seed and the name of the principal', () => {
  const [one, same, other] = ['a', 'a', 'b'].map((seed) => createMock(bundled, { seed, now: () => noon }).principals);
  expect(one).toEqual(same);
  expect(one!['reader']!.secret).toMatch(/^mock_reader_[0-9a-f]{24}$/);
  expect(other!['reader']!.secret).not.toBe(one!['reader']!.secret);
});

test('A suffix asks for a state of its own, and is no way around the credential', async () => {
  const mock = bundledMock();
  const remaining = async (as: string) => field(await ask(mock, path, { as }), 'X-RateLimit-Remaining');
  expect([
    await remaining(secret),
    await remaining(`${secret}.w1`),
    await remaining(`${secret}.w1`),
    await remaining(`${secret}.w2`),
  ]).toEqual(['9999', '9999', '9998', '9999']);
  expect((await ask(mock, path, { as: `${secret.slice(0, -1)}.w1` })).status).toBe(401);
  expect((await ask(mock, path, { as: `${mock.principals['revoked']!.secret}.w1` })).status).toBe(401);
});

const schemes = {
  Key: { type: 'http', scheme: 'bearer' },
  Header: { type: 'apiKey', in: 'header', name: 'X-Key' },
  Query: { type: 'apiKey', in: 'query', name: 'key' },
  Cookie: { type: 'apiKey', in: 'cookie', name: 'session' },
  Login: { type: 'http', scheme: 'basic' },
  Certificate: { type: 'mutualTLS' },
  Signed: { type: 'http', scheme: 'hmac' },
};

const principal = (scheme: string) => ({ account: 'one', scheme, scopes: ['a'] });

/** A mock with one operation of this security, and a principal of each scheme; `other` is of another account. */
function secured(security: readonly Record<string, readonly string[]>[]) {
  return smallMock(
    {
      '/it': { get: { security, responses: answering({ ok: true }) } },
      '/scoped': { get: { security: [{ Key: ['a'] }, { Key: ['b'] }], responses: answering({ ok: true }) } },
    },
    {
      components: { securitySchemes: schemes },
      'x-auth-conformance': {
        accounts: { one: {}, two: {} },
        principals: {
          bearer: principal('Key'),
          header: principal('Header'),
          query: principal('Query'),
          cookie: principal('Cookie'),
          login: principal('Login'),
          other: { ...principal('Header'), account: 'two' },
        },
      },
    },
  );
}

type Carrying = (secrets: (name: string) => string) => { readonly headers?: readonly string[]; readonly query?: string };

const combinations: readonly (readonly [string, readonly Record<string, readonly string[]>[], Carrying, number])[] = [
  ['a header', [{ Header: [] }], (s) => ({ headers: ['x-key', s('header')] }), 200],
  ['a header of another scheme', [{ Header: [] }], (s) => ({ headers: ['x-key', s('bearer')] }), 401],
  ['a query parameter', [{ Query: [] }], (s) => ({ query: `?a=b&key=${s('query')}` }), 200],
  ['a cookie', [{ Cookie: [] }], (s) => ({ headers: ['Cookie', `a=b; session=${s('cookie')}`] }), 200],
  ['a user and a password', [{ Login: [] }], (s) => ({ headers: ['Authorization', `Basic ${btoa(s('login'))}`] }), 200],
  ['the first of two alternatives', [{ Header: [] }, { Key: [] }], (s) => ({ headers: ['X-Key', s('header')] }), 200],
  ['the second of two alternatives', [{ Header: [] }, { Key: [] }], (s) => ({ headers: ['Authorization', `Bearer ${s('bearer')}`] }), 200],
  ['half of what is asked for', [{ Header: [], Key: [] }], (s) => ({ headers: ['X-Key', s('header')] }), 401],
  ['both halves', [{ Header: [], Key: [] }], (s) => ({ headers: ['X-Key', s('header'), 'Authorization', `Bearer ${s('bearer')}`] }), 200],
  [
    'halves of two accounts',
    [{ Header: [], Key: [] }],
    (s) => ({ headers: ['X-Key', s('other'), 'Authorization', `Bearer ${s('bearer')}`] }),
    401,
  ],
  ['nothing where nothing is needed', [{}, { Key: [] }], () => ({}), 200],
  ['a scope that another alternative asks for', [{ Header: ['b'] }, { Key: ['a'] }], (s) => ({ headers: ['X-Key', s('header')] }), 403],
  ['a scheme that has no challenge', [{ Certificate: [] }], (s) => ({ headers: ['X-Key', s('header')] }), 403],
  ['half of it a scheme that cannot be simulated', [{ Signed: [], Header: [] }], (s) => ({ headers: ['X-Key', s('header')] }), 401],
];

test.each(combinations)('Security is exact: %s', async (_, security, carrying, status) => {
  const mock = secured(security);
  const { headers = [], query = '' } = carrying((name) => mock.principals[name]!.secret);
  expect((await ask(mock, `GET /api/it${query}`, { headers })).status).toBe(status);
});

const bearerAnd = (token: string, ...more: readonly string[]) => ['Authorization', `Bearer ${token}`, ...more];

test.each<readonly [string, readonly Record<string, readonly string[]>[], Carrying, number, string, object]>([
  ['nothing', [{ Key: [] }], () => ({}), 401, '', { code: 'missing-credential' }],
  [
    'the scheme alone',
    [{ Key: [] }],
    () => ({ headers: ['Authorization', 'Bearer'] }),
    401,
    'invalid_token',
    { code: 'malformed-credential', problem: 'empty' },
  ],
  [
    'half of what is asked for',
    [{ Header: [], Key: [] }],
    (s) => ({ headers: bearerAnd(s('bearer')) }),
    401,
    '',
    { code: 'wrong-credential', principal: 'bearer' },
  ],
  [
    'halves of two namespaces',
    [{ Header: [], Key: [] }],
    (s) => ({ headers: bearerAnd(`${s('bearer')}.a`, 'X-Key', `${s('header')}.b`) }),
    401,
    '',
    { code: 'wrong-credential' },
  ],
  [
    'a good key beside two',
    [{ Header: [] }, { Key: [] }],
    (s) => ({ headers: ['X-Key', s('header'), ...bearerAnd('x'), ...bearerAnd(s('bearer'))] }),
    400,
    'invalid_request',
    { principal: 'header' },
  ],
  [
    'a byte that HTTP forbids',
    [{ Header: [] }, { Key: [] }],
    () => ({ headers: ['X-Key', 'a\u0000b'] }),
    400,
    '',
    { code: 'forbidden-bytes' },
  ],
  ['a scheme that cannot be simulated', [{ Signed: [] }], () => ({}), 401, '', { code: 'unsupported-scheme' }],
  ['no client certificate', [{ Certificate: [] }], () => ({}), 403, '', { code: 'missing-credential' }],
])('With %s, what is wrong is said in the challenge and in the journal', async (_, security, carrying, status, error, cause) => {
  const mock = secured(security);
  const { headers = [] } = carrying((name) => mock.principals[name]!.secret);
  const answer = await ask(mock, 'GET /api/it', { headers });
  const [, told = ''] = /^Bearer .*error="(.*)"/m.exec(headerValues(answer.headers, 'WWW-Authenticate').join('\n')) ?? [];
  expect([answer.status, told]).toEqual([status, error]);
  expect(mock.journal()[0]!.cause).toMatchObject(cause);
});

test('A credential that meets one alternative needs no scope of another', async () => {
  const mock = secured([]);
  expect((await ask(mock, 'GET /api/scoped', { as: 'bearer' })).status).toBe(200);
  const { credential } = mock.mint({ account: 'one', scheme: 'Key', scopes: ['b'] });
  expect((await ask(mock, 'GET /api/scoped', { as: credential })).status).toBe(200);
});

test('A document that only knows keys in headers challenges too', async () => {
  expect(field(await ask(secured([{ Header: [] }]), 'GET /api/it'), 'WWW-Authenticate')).toMatch(/ realm="Small"$/);
  expect(field(await ask(secured([{ Login: [] }]), 'GET /api/it'), 'WWW-Authenticate')).toBe('Basic realm="Small", charset="UTF-8"');
});

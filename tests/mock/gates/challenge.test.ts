import { describe, expect, test } from 'vitest';
import { headerValues } from '../../../spec/message.ts';
import type { Json, JsonObject } from '../../../spec/contract.ts';
import { answering, ask, field, smallMock } from '../mocks.ts';

const securitySchemes: JsonObject = {
  Token: { type: 'http', scheme: 'bearer' },
  Key: { type: 'apiKey', in: 'header', name: 'X-Key' },
  Signed: { type: 'http', scheme: 'HMAC-SHA256' },
  Hashed: { type: 'http', scheme: 'Digest' },
  Ticket: { type: 'http', scheme: 'Negotiate' },
  Certificate: { type: 'mutualTLS' },
  Login: {
    type: 'oauth2',
    flows: { clientCredentials: { tokenUrl: 'https://small.example/token', scopes: { read: 'See.', write: 'Change.' } } },
  },
};

/** A mock with one operation, its security, and the `WWW-Authenticate` header of its 401 and 403. */
function mockOf(security: Json, challenge?: Json, forbidden: Json | undefined = challenge) {
  const response = (header: Json | undefined) => ({ description: 'No.', ...(header && { headers: { 'WWW-Authenticate': header } }) });
  const responses: JsonObject = { ...answering({ ok: true }), '401': response(challenge), '403': response(forbidden) };
  return smallMock(
    { '/it': { get: { security, responses } } },
    {
      components: { securitySchemes },
      'x-auth-conformance': {
        accounts: { one: {} },
        principals: {
          token: { account: 'one', scheme: 'Token' },
          key: { account: 'one', scheme: 'Key' },
          reader: { account: 'one', scheme: 'Login', scopes: ['read'] },
          revoked: { account: 'one', scheme: 'Token', state: 'revoked' },
        },
      },
    },
  );
}

const both = [{ Token: [], Key: [] }];
const either = [{ Token: [] }, { Key: [] }];
const realm = 'realm="Small"';

describe('only a bearer token that is sent and not accepted is called invalid', () => {
  test.each<readonly [string, Json, string | undefined, string | undefined, string]>([
    ['a valid token without the key', both, 'token', undefined, `Bearer ${realm}`],
    ['a valid token and a wrong key', both, 'token', 'wrong', `Bearer ${realm}`],
    ['a valid key without the token', both, undefined, 'key', `Bearer ${realm}`],
    ['a wrong token and a valid key', both, 'wrong', 'key', `Bearer ${realm}, error="invalid_token"`],
    ['a revoked token and a wrong key', both, 'revoked', 'wrong', `Bearer ${realm}, error="invalid_token"`],
    ['a wrong key alone', either, undefined, 'wrong', `Bearer ${realm}`],
    ['an empty key alone', either, undefined, '', `Bearer ${realm}`],
    ['a wrong token alone', either, 'wrong', undefined, `Bearer ${realm}, error="invalid_token"`],
    ['a token of another scheme', [{ Login: [] }], 'token', undefined, `Bearer ${realm}, error="invalid_token"`],
  ])('%s', async (_, security, token, key, challenge) => {
    const mock = mockOf(security);
    const headers = key === undefined ? [] : ['X-Key', mock.principals[key]?.secret ?? key];
    const answer = await ask(mock, 'GET /api/it', { headers, ...(token !== undefined && { as: token }) });
    const [bearer = ''] = headerValues(answer.headers, 'WWW-Authenticate');
    expect([answer.status, bearer.replace(/, resource_metadata=.*/, '')]).toEqual([401, challenge]);
  });
});

describe('each scheme has a challenge of its own', () => {
  test('a scheme of its own name', async () => {
    expect(field(await ask(mockOf([{ Signed: [] }]), 'GET /api/it'), 'WWW-Authenticate')).toBe(`HMAC-SHA256 ${realm}`);
  });

  test('a Negotiate challenge has no realm', async () => {
    expect(field(await ask(mockOf([{ Ticket: [] }]), 'GET /api/it'), 'WWW-Authenticate')).toBe('Negotiate');
  });

  test('a Digest challenge has a nonce, each a new one', async () => {
    const mock = mockOf([{ Hashed: [] }]);
    const challenges = [await ask(mock, 'GET /api/it'), await ask(mock, 'GET /api/it')].map((answer) => field(answer, 'WWW-Authenticate')!);
    for (const text of challenges)
      expect(text).toMatch(/^Digest realm="Small", qop="auth", algorithm=SHA-256, charset="UTF-8", nonce="[0-9a-z-]{36,}"$/);
    expect(new Set(challenges).size).toBe(2);
  });

  test('without any challenge the status is 403, as a 401 needs one, unless the document describes a 401', async () => {
    const paths = { '/it': { get: { security: [{ Certificate: [] }], responses: answering({ ok: true }) } } };
    const answer = await ask(smallMock(paths, { components: { securitySchemes } }), 'GET /api/it');
    expect([answer.status, field(answer, 'WWW-Authenticate')]).toEqual([403, undefined]);
    const documented = await ask(mockOf([{ Certificate: [] }]), 'GET /api/it');
    expect([documented.status, field(documented, 'WWW-Authenticate')]).toEqual([401, 'MutualTLS realm="Small"']);
    const other = await ask(mockOf([{ Certificate: [] }, { Key: [] }]), 'GET /api/it');
    expect([other.status, headerValues(other.headers, 'WWW-Authenticate')]).toEqual([401, ['ApiKey realm="Small"']]);
  });
});

describe('what the document writes wins', () => {
  const asked = async (header: Json, as?: string, security: Json = [{ Token: [] }]) =>
    field(await ask(mockOf(security, header), 'GET /api/it', { ...(as !== undefined && { as }) }), 'WWW-Authenticate');

  test.each<readonly [string, Json, string, string]>([
    [
      'an example',
      { schema: { type: 'string' }, example: 'Bearer realm="own"' },
      'Bearer realm="own"',
      'Bearer realm="own", error="invalid_token"',
    ],
    [
      'an example with an error',
      { schema: { type: 'string' }, example: 'Bearer error="invalid_token", error_description="Sign in, again"' },
      `Bearer ${realm}`,
      'Bearer error="invalid_token", error_description="Sign in, again"',
    ],
    ['a constant', { schema: { type: 'string', const: 'Bearer realm="one"' } }, 'Bearer realm="one"', 'Bearer realm="one"'],
    [
      'a list',
      { schema: { type: 'string', enum: ['Bearer realm="x", error="invalid_token"', 'Bearer realm="x"'] } },
      'Bearer realm="x"',
      'Bearer realm="x", error="invalid_token"',
    ],
    ['another scheme', { schema: { type: 'string' }, example: 'Acme id=1, key="a, b"' }, 'Acme id=1, key="a, b"', 'Acme id=1, key="a, b"'],
    ['no challenge', { schema: { type: 'string' }, example: '"' }, `Bearer ${realm}`, `Bearer ${realm}, error="invalid_token"`],
    ['no value', { schema: { type: 'string' } }, `Bearer ${realm}`, `Bearer ${realm}, error="invalid_token"`],
  ])('%s', async (_, header, missing, invalid) => {
    expect([await asked(header), await asked(header, 'wrong')]).toEqual([missing, invalid]);
  });

  test('the nonce of an example is used by nobody', async () => {
    const header = { schema: { type: 'string' }, example: 'Digest realm="own", nonce="0", qop="auth"' };
    expect(await asked(header, undefined, [{ Hashed: [] }])).toMatch(/^Digest realm="own", qop="auth", nonce="[0-9a-z-]{36,}"$/);
  });
});

describe('a challenge for tokens of an authorization server', () => {
  const security = [{ Login: ['write'] }];
  const metadata = (origin: string) => `resource_metadata="${origin}/.well-known/oauth-protected-resource/api"`;

  test('names the metadata at the origin that was asked', async () => {
    const mock = mockOf(security);
    const challenge = async (...headers: readonly string[]) => field(await ask(mock, 'GET /api/it', { headers }), 'WWW-Authenticate');
    expect(await challenge()).toBe(`Bearer ${realm}, ${metadata('https://small.example')}`);
    expect(await challenge('Host', '127.0.0.1:8443')).toBe(`Bearer ${realm}, ${metadata('https://127.0.0.1:8443')}`);
    expect((await ask(mock, 'GET /.well-known/oauth-protected-resource/api')).status).toBe(200);
    expect(field(await ask(mockOf([{ Token: [] }]), 'GET /api/it'), 'WWW-Authenticate')).toBe(`Bearer ${realm}`);
  });

  test('names the scope that is missing, whatever an example names', async () => {
    const told = `error="insufficient_scope", scope="write", ${metadata('https://small.example')}`;
    const challenge = async (header?: Json) =>
      field(await ask(mockOf(security, undefined, header), 'GET /api/it', { as: 'reader' }), 'WWW-Authenticate');
    expect(await challenge()).toBe(`Bearer ${realm}, ${told}`);
    expect(await challenge({ example: 'Bearer realm="own", error="insufficient_scope", scope="admin"' })).toBe(
      `Bearer realm="own", ${told}`,
    );
  });
});

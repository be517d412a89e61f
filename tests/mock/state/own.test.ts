import { describe, expect, test } from 'vitest';
import type { MockOptions } from '../../../mock/create.ts';
import { parseClients, parseCredentials } from '../../../cli/mock/own-credentials.ts';
import { app, codeFor, exchange, post } from '../oauth/clients.ts';
import { answering, ask, bundledMock, smallMock } from '../mocks.ts';

const path = 'GET /v1/auth/test';

describe('a credential of one’s own', () => {
  test('is that of its principal, in place of the generated one', async () => {
    const mock = bundledMock({ credentials: { reader: 'my-own-key-0001', revoked: 'my-old-key' } });
    const generated = bundledMock().principals['reader']!.secret;
    const status = async (as: string) => (await ask(mock, path, { as })).status;
    expect(mock.principals['reader']!.secret).toBe('my-own-key-0001');
    expect([await status('my-own-key-0001'), await status(generated), await status('my-old-key')]).toEqual([200, 401, 401]);
    expect(await status(mock.principals['writer']!.secret)).toBe(200);
    expect(mock.journal().map(({ principal }) => principal)).toEqual(['reader', undefined, undefined, 'writer']);
    expect(mock.journal()[2]!.cause).toEqual({ code: 'inactive-credential', state: 'revoked', principal: 'revoked' });
  });

  test('can be minted once', async () => {
    const mock = bundledMock();
    expect(mock.mint({ scopes: ['read'], credential: 'my.own.key' }).credential).toBe('my.own.key');
    expect((await ask(mock, 'GET /v1/conversations', { as: 'my.own.key' })).status).toBe(200);
    expect(() => mock.mint({ credential: 'my.own.key' })).toThrow('credential: this mock knows it already');
    expect(() => mock.mint({ credential: 'my key' })).toThrow(
      'credential: expected letters, digits and -._~+/ with = at the end for the scheme',
    );
  });

  test('of Basic has colons and any letters in its password', async () => {
    const mock = smallMock(
      { '/it': { get: { responses: answering(1) } } },
      {
        components: { securitySchemes: { Key: { type: 'http', scheme: 'basic' } } },
        'x-auth-conformance': { accounts: { one: {} }, principals: { user: { account: 'one', scheme: 'Key' } } },
      },
      { credentials: { user: 'jörg:p:ä:ß 9+/=' } },
    );
    const basic = (text: string) => ['Authorization', `Basic ${Buffer.from(text).toString('base64')}`];
    const status = async (text: string) => (await ask(mock, 'GET /api/it', { headers: basic(text) })).status;
    expect([await status('jörg:p:ä:ß 9+/='), await status('jörg:p'), await status('jörg:p:ä:ß')]).toEqual([200, 401, 401]);
  });
});

test('An OAuth client has its own id, and its own secret if it is given', async () => {
  const mock = bundledMock({ clients: { app: { clientId: 'shop', clientSecret: 's3cret+/' }, phone: { clientId: 'phone-1' } } });
  expect(app(mock)).toMatchObject({ clientId: 'shop', clientSecret: 's3cret+/' });
  expect((await post(mock, exchange(mock, await codeFor(mock)))).status).toBe(200);
  const basic = Buffer.from(`shop:${encodeURIComponent('s3cret+/')}`).toString('base64');
  const refresh = { grant_type: 'refresh_token', refresh_token: 'x' };
  const told = async (text: string) => JSON.parse((await post(mock, refresh, { headers: ['Authorization', `Basic ${text}`] })).body).error;
  expect([await told(basic), await told(Buffer.from('shop:s3cret+/').toString('base64'))]).toEqual(['invalid_grant', 'invalid_client']);
  expect(app(mock, 'phone')).toMatchObject({ clientId: 'phone-1', public: true });
});

test.each<readonly [MockOptions, string]>([
  [{ credentials: { raeder: 'x' } }, 'did you mean "reader"?'],
  [{ credentials: { reader: '' } }, 'credentials.reader: expected letters'],
  [{ credentials: { reader: 'a b' } }, 'credentials.reader: expected letters'],
  [{ credentials: { reader: 'same', writer: 'same' } }, 'credentials: two of them are the same'],
  [{ clients: { ap: { clientId: 'x' } } }, 'did you mean "app"?'],
  [{ clients: { app: { clientId: '' } } }, 'clients.app: expected an id'],
  [{ clients: { phone: { clientId: 'x', clientSecret: 'y' } } }, 'clients.phone: expected no secret'],
  [{ clients: { app: { clientId: 'x' }, phone: { clientId: 'x' } } }, 'clients: two of them are the same'],
])('%j is rejected before the mock starts', (options, message) => {
  expect(() => bundledMock(options)).toThrow(message);
});

describe('a mock that accepts any credential', () => {
  const any = bundledMock({ accept: 'any' });
  const status = async (as?: string) => (await ask(any, 'DELETE /v1/conversations/conv_123', as === undefined ? {} : { as })).status;

  test('takes an unknown one for that of the principal with the most scopes', async () => {
    expect(await status('whatever-is-configured')).toBe(204);
    expect((await ask(any, path, { as: 'reader' })).status).toBe(200);
  });

  test('still rejects none, a revoked, an expired and a malformed one', async () => {
    expect([await status(), await status('revoked'), await status('expired'), await status('a b'), await status('a\u0000b')]).toEqual([
      401, 401, 401, 401, 400,
    ]);
    expect((await ask(any, 'DELETE /v1/conversations/conv_123', { as: 'reader' })).status).toBe(403);
  });

  test('takes two unknown ones for those of one account', async () => {
    const both = smallMock(
      { '/it': { get: { security: [{ Key: [], Login: [] }], responses: answering(1) } } },
      {
        components: {
          securitySchemes: { Key: { type: 'apiKey', in: 'header', name: 'X-Key' }, Login: { type: 'http', scheme: 'basic' } },
        },
        'x-auth-conformance': {
          accounts: { one: {}, two: {} },
          principals: {
            key: { account: 'one', scheme: 'Key' },
            other: { account: 'two', scheme: 'Login' },
            login: { account: 'one', scheme: 'Login' },
          },
        },
      },
      { accept: 'any' },
    );
    const headers = ['X-Key', 'mine', 'Authorization', `Basic ${btoa('me:mine')}`];
    expect((await ask(both, 'GET /api/it', { headers })).status).toBe(200);
    expect((await ask(both, 'GET /api/it', { headers: headers.slice(0, 2) })).status).toBe(401);
  });
});

test('The command line names principals and clients before the first equals sign, and the secret after the first colon', () => {
  expect(parseCredentials(['reader=a=b', 'other=c:d'])).toEqual({ reader: 'a=b', other: 'c:d' });
  expect(parseClients(['app=id:se:cret', 'phone=id'])).toEqual({
    app: { clientId: 'id', clientSecret: 'se:cret' },
    phone: { clientId: 'id' },
  });
  for (const text of ['reader', '=x', 'reader=']) expect(() => parseCredentials([text])).toThrow('--credential: expected NAME=VALUE');
});

import { describe, expect, test } from 'vitest';
import type { Mock } from '../../../mock/create.ts';
import { answering, bodyOf, bundledMock, field, noon, smallMock } from '../mocks.ts';
import { app, live, own, post, told, tokensFor, type Parameters, type Tokens } from './clients.ts';
import { flowMock, flows, oauthMock } from './documents.ts';

const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code';

const token = (mock: Mock, grant: string, name: string, more: Parameters = {}) =>
  post(mock, { grant_type: grant, ...own(mock, name), ...more }, { path: '/token' });

async function things(mock: Mock, bearer: string): Promise<number> {
  const headers = ['Authorization', `Bearer ${bearer}`];
  return (await mock.handle({ method: 'GET', target: '/api/things', headers, secure: true, peer: '127.0.0.1' })).status;
}

describe('a client acts for itself where the document declares it', () => {
  const mock = flowMock(['clientCredentials', 'deviceAuthorization']);

  test('with its own scopes, and without a refresh token', async () => {
    const answer = await token(mock, 'client_credentials', 'service', { scope: 'read' });
    const tokens = bodyOf<Tokens>(answer);
    expect(Object.keys(tokens)).toEqual(['access_token', 'token_type', 'expires_in', 'scope']);
    expect(await things(mock, tokens.access_token)).toBe(200);
    expect(bodyOf<Tokens>(await token(mock, 'client_credentials', 'service')).scope).toBe('read write');
    expect(told(await token(mock, 'client_credentials', 'service', { scope: 'admin' }))).toEqual([400, 'invalid_scope']);
  });

  test('and not where it is public', async () => {
    expect(told(await token(mock, 'client_credentials', 'device'))).toEqual([400, 'unauthorized_client']);
  });
});

describe('the owner of an account signs in where the document declares it', () => {
  const mock = flowMock(['password'], { accounts: { acme: {}, globex: {} } });
  const { username, password } = mock.people['globex']!;

  test('with the password of the account, whose token it is', async () => {
    const answer = await token(mock, 'password', 'login', { username, password });
    const tokens = bodyOf<Tokens>(answer);
    expect([answer.status, tokens.scope, tokens.refresh_token]).toEqual([200, 'read', expect.stringMatching(/^mock_refresh_/)]);
    expect(await things(mock, tokens.access_token)).toBe(200);
    const facts = bodyOf(await post(mock, { token: tokens.access_token, ...own(mock, 'login') }, { path: '/introspect' }));
    expect(facts).toEqual({ active: false });
    expect((await token(mock, 'refresh_token', 'login', { refresh_token: tokens.refresh_token })).status).toBe(200);
  });

  test.each<readonly [string, Parameters, string]>([
    ['a wrong password', { username, password: 'wrong' }, 'invalid_grant'],
    ['another owner’s password', { username: 'acme', password }, 'invalid_grant'],
    ['an unknown owner', { username: 'constructor', password }, 'invalid_grant'],
    ['no password', { username }, 'invalid_request'],
    ['no name', { password }, 'invalid_request'],
  ])('not with %s', async (_, parameters, error) => {
    expect(told(await token(mock, 'password', 'login', parameters))).toEqual([400, error]);
  });

  test('and nobody has a password where it does not', () => {
    expect(bundledMock().people).toEqual({});
  });
});

describe('a device gets a token when its user has approved', () => {
  const begin = async (mock: Mock) => bodyOf<{ [name: string]: string }>(await post(mock, { ...own(mock, 'device') }, { path: '/device' }));
  const poll = (mock: Mock, code: string | undefined) => token(mock, deviceGrant, 'device', { device_code: code });
  const open = (mock: Mock, url: string | undefined, method = 'GET') =>
    mock.handle({ method, target: url!.slice('https://auth.example'.length), headers: [], secure: true, peer: '127.0.0.1' });

  test('at once where the mock answers for everybody, and not by a mere HEAD', async () => {
    const mock = flowMock(['deviceAuthorization']);
    const device = await begin(mock);
    expect(device).toMatchObject({
      user_code: expect.stringMatching(/^[B-T]{4}-[B-T]{4}$/),
      verification_uri: 'https://auth.example/activate',
      verification_uri_complete: `https://auth.example/activate?user_code=${device['user_code']}`,
      expires_in: 600,
      interval: 1,
    });
    expect((await open(mock, device['verification_uri_complete'], 'HEAD')).status).toBe(200);
    expect(told(await poll(mock, device['device_code']))).toEqual([400, 'authorization_pending']);
    expect(told(await poll(mock, device['device_code']))).toEqual([400, 'slow_down']);
    const page = await open(mock, `https://auth.example/activate?user_code=${device['user_code']!.toLowerCase().replace('-', '%20')}`);
    expect([page.status, page.body.includes('The device is connected')]).toEqual([200, true]);
    const answer = await poll(mock, device['device_code']);
    expect([answer.status, await things(mock, bodyOf<Tokens>(answer).access_token)]).toEqual([200, 200]);
    expect(told(await poll(mock, device['device_code']))).toEqual([400, 'invalid_grant']);
    expect((await open(mock, device['verification_uri_complete'])).status).toBe(404);
  });

  test('never where the person says no, the code is unknown, or time is up', async () => {
    const mock = flowMock(['deviceAuthorization']);
    const denied = await begin(mock);
    mock.deny(app(mock, 'device').clientId);
    await open(mock, denied['verification_uri_complete']);
    expect(told(await poll(mock, denied['device_code']))).toEqual([400, 'access_denied']);
    expect(told(await poll(mock, 'invented'))).toEqual([400, 'invalid_grant']);
    expect(told(await poll(mock, undefined))).toEqual([400, 'invalid_request']);
    const late = await begin(mock);
    mock.clock.advance(600_000);
    expect((await open(mock, late['verification_uri_complete'])).status).toBe(404);
    expect(told(await poll(mock, late['device_code']))).toEqual([400, 'expired_token']);
  });

  test('on a page where people are asked', async () => {
    const mock = flowMock(['deviceAuthorization'], {}, { consent: 'page' });
    for (const [decision, status] of [
      ['approve', 200],
      ['deny', 400],
    ] as const) {
      const device = await begin(mock);
      expect((await open(mock, device['verification_uri'])).body).toContain('name="user_code"');
      const page = await open(mock, device['verification_uri_complete']);
      expect(told(await poll(mock, device['device_code']))).toEqual([400, 'authorization_pending']);
      const ticket = /name="ticket" value="([^"]+)"/.exec(page.body)?.[1];
      expect((await post(mock, { ticket, decision }, { path: '/activate' })).status).toBe(200);
      expect((await poll(mock, device['device_code'])).status).toBe(status);
    }
  });
});

describe('a token is revoked by its own client', () => {
  const mock = bundledMock();
  const revoke = (name: string, parameters: Parameters) => post(mock, { ...own(mock, name), ...parameters }, { path: '/oauth/revoke' });

  test('an access token by itself, a refresh token with all that came of it', async () => {
    const tokens = await tokensFor(mock);
    const renewed = bodyOf<Tokens>(await post(mock, { grant_type: 'refresh_token', refresh_token: tokens.refresh_token, ...own(mock) }));
    const answer = await revoke('app', { token: tokens.access_token, token_type_hint: 'refresh_token' });
    expect([answer.status, answer.body, field(answer, 'Cache-Control')]).toEqual([200, '', 'no-store']);
    expect([await live(mock, tokens.access_token), await live(mock, renewed.access_token)]).toEqual([401, 200]);
    expect((await revoke('app', { token: renewed.refresh_token })).status).toBe(200);
    expect(await live(mock, renewed.access_token)).toBe(401);
    const again = { grant_type: 'refresh_token', refresh_token: renewed.refresh_token, ...own(mock) };
    expect(told(await post(mock, again))).toEqual([400, 'invalid_grant']);
  });

  test('and one that nobody knows is as good as revoked', async () => {
    const { secret } = mock.principals['reader']!;
    for (const stranger of ['invented', secret]) expect((await revoke('app', { token: stranger })).status).toBe(200);
    expect(await live(mock, secret)).toBe(200);
    expect(told(await revoke('app', {}))).toEqual([400, 'invalid_request']);
  });

  test('and not by anybody else', async () => {
    const tokens = await tokensFor(mock);
    expect(told(await revoke('other-app', { token: tokens.access_token }))).toEqual([400, 'invalid_grant']);
    expect(told(await revoke('other-app', { token: tokens.refresh_token }))).toEqual([400, 'invalid_grant']);
    expect(told(await revoke('app', { client_secret: 'wrong', token: tokens.access_token }))).toEqual([400, 'invalid_client']);
    expect(await live(mock, tokens.access_token)).toBe(200);
  });
});

describe('a token is told about to a client that authenticates', () => {
  const mock = bundledMock();
  const ask = (name: string, parameters: Parameters) => post(mock, { ...own(mock, name), ...parameters }, { path: '/oauth/introspect' });

  test('an active one with its scopes, client and times', async () => {
    const tokens = await tokensFor(mock);
    expect(bodyOf(await ask('app', { token: tokens.access_token }))).toEqual({
      active: true,
      scope: 'read write',
      client_id: app(mock).clientId,
      username: 'acme',
      sub: 'acme',
      iss: 'https://api.aimychats.com',
      iat: Math.floor(noon / 1000),
      exp: Math.floor(noon / 1000) + 3600,
      token_type: 'Bearer',
    });
    expect(bodyOf(await ask('app', { token: tokens.refresh_token }))).toMatchObject({ active: true, scope: 'read write' });
  });

  test('any other is not active, and that is all', async () => {
    const [used, revoked, foreign] = [await tokensFor(mock), await tokensFor(mock), await tokensFor(mock, { scope: 'read' }, 'other-app')];
    await post(mock, { grant_type: 'refresh_token', refresh_token: used.refresh_token, ...own(mock) });
    await post(mock, { token: revoked.refresh_token, ...own(mock) }, { path: '/oauth/revoke' });
    const dead = [
      used.refresh_token,
      revoked.refresh_token,
      revoked.access_token,
      foreign.access_token,
      'x',
      mock.principals['reader']!.secret,
    ];
    for (const stranger of dead) expect((await ask('app', { token: stranger })).body).toBe('{"active":false}');
    mock.clock.advance(3_600_000);
    expect((await ask('app', { token: used.access_token })).body).toBe('{"active":false}');
  });

  test('and nothing to those who do not', async () => {
    const { access_token: secret } = await tokensFor(mock);
    for (const proof of [{ client_secret: undefined }, { client_secret: 'x' }, { client_id: undefined, client_secret: undefined }]) {
      const answer = await ask('app', { token: secret, ...proof });
      expect([told(answer), field(answer, 'WWW-Authenticate')]).toEqual([[401, 'invalid_client'], expect.stringMatching(/^Basic /)]);
    }
    expect(told(await ask('phone', { token: secret }))).toEqual([401, 'invalid_client']);
    expect(told(await ask('app', {}))).toEqual([400, 'invalid_request']);
  });
});

describe('the metadata say what there is', () => {
  const read = async (mock: Mock, target: string, host?: string) =>
    bodyOf(
      await mock.handle({ method: 'GET', target, headers: host === undefined ? [] : ['Host', host], secure: true, peer: '127.0.0.1' }),
    );
  const wellKnown = '/.well-known/oauth-authorization-server';

  test('at the documented host with the documented URLs, at any other with that', async () => {
    const mock = bundledMock();
    const documented = await read(mock, wellKnown, 'api.aimychats.com');
    expect(documented).toEqual(await read(mock, wellKnown));
    expect(documented).toMatchObject({
      issuer: 'https://api.aimychats.com',
      authorization_endpoint: 'https://api.aimychats.com/oauth/authorize',
      token_endpoint: 'https://api.aimychats.com/oauth/token',
      revocation_endpoint: 'https://api.aimychats.com/oauth/revoke',
      introspection_endpoint: 'https://api.aimychats.com/oauth/introspect',
      scopes_supported: ['read', 'write', 'delete', 'admin'],
      response_types_supported: ['code'],
      grant_types_supported: ['authorization_code', 'refresh_token'],
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'none'],
      code_challenge_methods_supported: ['S256'],
      authorization_response_iss_parameter_supported: true,
    });
    const elsewhere = await read(mock, wellKnown, '127.0.0.1:4010');
    expect([elsewhere['issuer'], elsewhere['token_endpoint']]).toEqual(['https://127.0.0.1:4010', 'https://127.0.0.1:4010/oauth/token']);
    expect(await read(mock, '/.well-known/oauth-protected-resource/v1', '127.0.0.1:4010')).toMatchObject({
      resource: 'https://127.0.0.1:4010/v1',
      authorization_servers: ['https://127.0.0.1:4010'],
    });
  });

  test('of nothing but what the document declares, on a host of its own too', async () => {
    const mock = oauthMock({ clientCredentials: flows.clientCredentials });
    expect(await read(mock, wellKnown)).toEqual({
      issuer: 'https://auth.example',
      token_endpoint: 'https://auth.example/token',
      revocation_endpoint: 'https://auth.example/revoke',
      introspection_endpoint: 'https://auth.example/introspect',
      scopes_supported: ['read', 'write'],
      grant_types_supported: ['client_credentials'],
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
      revocation_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
      introspection_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
    });
    expect(await read(mock, '/.well-known/oauth-protected-resource/api')).toMatchObject({
      resource: 'https://small.example/api',
      authorization_servers: ['https://auth.example'],
    });
  });

  test('and only to GET and HEAD', async () => {
    const mock = bundledMock();
    const answer = await post(mock, {}, { path: wellKnown });
    expect([answer.status, field(answer, 'Allow')]).toEqual([405, 'GET, HEAD, OPTIONS']);
  });
});

test('Authorization servers with the same path differ by their hosts, and are one at any other host', async () => {
  const [code, machines] = ['id', 'machines'].map((name) => `https://${name}.example`);
  const mock = smallMock(
    {
      '/things': { get: { operationId: 'listThings', security: [{ Users: ['read'] }, { Machines: ['batch'] }], responses: answering([]) } },
    },
    {
      security: [],
      components: {
        securitySchemes: {
          Users: {
            type: 'oauth2',
            flows: { authorizationCode: { authorizationUrl: `${code}/authorize`, tokenUrl: `${code}/token`, scopes: { read: 'Look.' } } },
          },
          Machines: { type: 'oauth2', flows: { clientCredentials: { tokenUrl: `${machines}/token`, scopes: { batch: 'Run.' } } } },
        },
      },
    },
  );
  const at = async (host: string) => {
    const form = new URLSearchParams({ grant_type: 'client_credentials', ...own(mock, 'service') }).toString();
    const headers = ['Host', host, 'Content-Type', 'application/x-www-form-urlencoded'];
    const answer = await mock.handle({ method: 'POST', target: '/token', headers, body: form, secure: true, peer: '127.0.0.1' });
    return [answer.status, bodyOf<{ scope?: string; error?: string }>(answer)];
  };
  expect(await at('machines.example')).toMatchObject([200, { scope: 'batch' }]);
  expect(await at('id.example')).toMatchObject([400, { error: 'unsupported_grant_type' }]);
  expect(await at('127.0.0.1:4010')).toMatchObject([200, { scope: 'batch' }]);
});

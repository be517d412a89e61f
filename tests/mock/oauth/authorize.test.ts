import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isRegistered } from '../../../mock/oauth/authorization/redirect-uri.ts';
import { bundledMock, field, gateOf } from '../mocks.ts';
import { app, authorize, codeFor, encoded, exchange, post, returned, told, type Parameters } from './clients.ts';
import { flowMock, oauthMock, flows } from './documents.ts';

const mock = bundledMock();
const callback = 'https://app.example/callback';

describe('without a known client and its redirect URI nobody is sent anywhere', () => {
  const table: readonly (readonly [string, Parameters])[] = [
    ['no client', { client_id: undefined }],
    ['an unknown client', { client_id: 'mock_client_nobody' }],
    ['another client’s redirect URI', { redirect_uri: 'https://other.example/callback' }],
    ['another path', { redirect_uri: `${callback}/more` }],
    ['a path that climbs', { redirect_uri: 'https://app.example/callback/../callback' }],
    ['a trailing slash', { redirect_uri: `${callback}/` }],
    ['a query', { redirect_uri: `${callback}?a=b` }],
    ['a fragment', { redirect_uri: `${callback}#x` }],
    ['another case of the host', { redirect_uri: 'https://APP.example/callback' }],
    ['another case of the path', { redirect_uri: 'https://app.example/Callback' }],
    ['a stated port', { redirect_uri: 'https://app.example:443/callback' }],
    ['a subdomain', { redirect_uri: 'https://x.app.example/callback' }],
    ['a longer host', { redirect_uri: 'https://app.example.evil.example/callback' }],
    ['a user', { redirect_uri: 'https://app.example@evil.example/callback' }],
    ['plain HTTP', { redirect_uri: 'http://app.example/callback' }],
    ['an encoded letter', { redirect_uri: 'https://app.example/%63allback' }],
  ];
  test.each(table)('%s', async (_, parameters) => {
    const answer = await authorize(mock, parameters);
    expect([answer.status, field(answer, 'Location'), gateOf(answer)]).toEqual([400, undefined, 'oauth']);
    expect(field(answer, 'Content-Type')).toBe('text/html; charset=utf-8');
    expect(field(answer, 'Content-Security-Policy')).toContain("frame-ancestors 'none'");
    expect(answer.body).not.toContain('mock_client');
  });

  test('a client or a redirect URI that stands twice', async () => {
    const { clientId } = app(mock);
    const usual = { response_type: 'code', client_id: clientId, redirect_uri: callback };
    for (const more of [`client_id=${clientId}`, `redirect_uri=${encodeURIComponent(callback)}`]) {
      const target = `/oauth/authorize?${encoded(usual)}&${more}`;
      const answer = await mock.handle({ method: 'GET', target, headers: [], secure: true, peer: '127.0.0.1' });
      expect([answer.status, field(answer, 'Location')]).toEqual([400, undefined]);
    }
  });

  test('a registered one that is plain HTTP, unless it never leaves the machine', async () => {
    const clients = (redirectUris: readonly string[]) => ({ accounts: { acme: {} }, clients: { app: { scopes: ['read'], redirectUris } } });
    const plain = flowMock(['authorizationCode'], clients(['http://app.example/callback']));
    const local = flowMock(['authorizationCode'], clients(['http://localhost:3000/callback']));
    const ask = (own: typeof mock) => {
      const { clientId, redirectUris } = app(own);
      const query = encoded({ response_type: 'code', client_id: clientId, redirect_uri: redirectUris[0] });
      return own.handle({ method: 'GET', target: `/authorize?${query}`, headers: [], secure: true, peer: '127.0.0.1' });
    };
    expect([(await ask(plain)).status, (await ask(local)).status]).toEqual([400, 302]);
  });
});

test('The port of a loopback interface is a public client’s own choice, and nothing else is', () => {
  const phone = { redirectUris: ['http://127.0.0.1:8976/callback', 'http://[::1]/callback?x=1'], public: true };
  for (const uri of ['http://127.0.0.1/callback', 'http://127.0.0.1:1/callback', 'http://[::1]:65535/callback?x=1']) {
    expect(isRegistered(phone, uri)).toBe(true);
    expect(isRegistered({ ...phone, public: false }, uri)).toBe(false);
  }
  for (const uri of [
    'http://localhost:8976/callback',
    'https://127.0.0.1:8976/callback',
    'http://127.0.0.1:/callback',
    'http://127.0.0.1:1/other',
  ]) {
    expect(isRegistered(phone, uri)).toBe(false);
  }
});

test('Whatever is done to a registered URI, only itself is registered', () => {
  const client = { redirectUris: [callback], public: true };
  fc.assert(
    fc.property(fc.nat(callback.length), fc.nat(3), fc.string({ maxLength: 3 }), (at, drop, insert) => {
      const uri = callback.slice(0, at) + insert + callback.slice(at + drop);
      expect(isRegistered(client, uri)).toBe(uri === callback);
    }),
  );
});

test.each<readonly [string, Parameters, string]>([
  ['an unknown scope', { scope: 'read nonsense' }, 'invalid_scope'],
  ['a scope that the client does not have', { scope: 'delete' }, 'invalid_scope'],
  ['a scope whose case is another', { scope: 'READ' }, 'invalid_scope'],
  ['no response type', { response_type: undefined }, 'invalid_request'],
  ['an empty response type', { response_type: '' }, 'invalid_request'],
  ['an unknown response type', { response_type: 'id_token' }, 'unsupported_response_type'],
  ['the implicit flow, which is not declared', { response_type: 'token' }, 'unsupported_response_type'],
  ['a plain challenge', { code_challenge: 'x'.repeat(43), code_challenge_method: 'plain' }, 'invalid_request'],
  ['a challenge without a method, which would be plain', { code_challenge: 'x'.repeat(43) }, 'invalid_request'],
  ['an unknown method', { code_challenge: 'x'.repeat(43), code_challenge_method: 's256' }, 'invalid_request'],
  ['a method without a challenge', { code_challenge_method: 'S256' }, 'invalid_request'],
  ['a challenge that is no digest', { code_challenge: 'short', code_challenge_method: 'S256' }, 'invalid_request'],
])('Once the redirect URI is known, %s is told there', async (_, parameters, error) => {
  const answer = await authorize(mock, { state: 's 1', ...parameters });
  expect(answer.status).toBe(302);
  const back = returned(answer);
  expect([back.get('error'), back.get('state'), back.get('iss'), back.get('code')]).toEqual([
    error,
    's 1',
    'https://api.aimychats.com',
    null,
  ]);
});

describe('an authorization request by POST', () => {
  const { clientId } = app(mock);
  const request = { response_type: 'code', client_id: clientId, redirect_uri: callback, scope: 'read', state: 'x y' };
  const byPost = (parameters: Parameters, sent: object = {}) => post(mock, parameters, { path: '/oauth/authorize', ...sent });

  test('has its parameters in the form, or some of them in the query', async () => {
    for (const answer of [
      await byPost(request),
      await byPost({ ...request, client_id: undefined }, { query: `?client_id=${clientId}` }),
      await post(mock, '', { path: '/oauth/authorize', query: `?${encoded(request)}`, type: '' }),
    ]) {
      expect([answer.status, returned(answer).get('state')]).toEqual([303, 'x y']);
      expect((await post(mock, exchange(mock, returned(answer).get('code')!))).status).toBe(200);
    }
  });

  test('is a form, and names no parameter twice', async () => {
    expect((await byPost(request, { type: 'application/json' })).status).toBe(400);
    expect((await byPost(request, { query: `?client_id=${clientId}` })).status).toBe(400);
    expect((await byPost({ ...request, redirect_uri: 'https://evil.example' })).status).toBe(400);
    expect(returned(await byPost({ ...request, scope: 'nonsense' })).get('error')).toBe('invalid_scope');
  });

  test('shows the page too, whose form is a decision', async () => {
    const page = await byPost({ ...request, prompt: 'consent' });
    const ticket = /name="ticket" value="([^"]+)"/.exec(page.body)?.[1];
    expect(returned(await byPost({ ticket, decision: 'approve' })).get('code')).toMatch(/^mock_code_/);
  });
});

test('A parameter that stands twice is told there too, and what is no parameter of OAuth is not looked at', async () => {
  const { clientId } = app(mock);
  const usual = encoded({ response_type: 'code', client_id: clientId, redirect_uri: callback, scope: 'read' });
  const ask = async (more: string) =>
    returned(
      await mock.handle({ method: 'GET', target: `/oauth/authorize?${usual}&${more}`, headers: [], secure: true, peer: '127.0.0.1' }),
    );
  for (const more of ['scope=read', 'response_type=code', 'state=a&state=a'])
    expect((await ask(more)).get('error')).toBe('invalid_request');
  for (const more of ['x=1&x=2', 'audience=me&__proto__=1', 'resource=a&resource=b', 'scope=', 'client_secret=s']) {
    expect((await ask(more)).get('code')).toMatch(/^mock_code_/);
  }
});

test('A client of a plan without OAuth is told so, at both endpoints', async () => {
  expect(returned(await authorize(mock, { scope: 'read' }, 'free-app')).get('error')).toBe('unauthorized_client');
  expect(told(await post(mock, exchange(mock, 'x', 'free-app')))).toEqual([400, 'unauthorized_client']);
});

test('An authorization that is denied ends so once, in the client’s own namespace', async () => {
  const { clientId } = app(mock);
  mock.deny(clientId);
  expect(returned(await authorize(mock, { client_id: `${clientId}.w1` })).get('error')).toBeNull();
  const denied = returned(await authorize(mock, { state: 'x' }));
  expect([denied.get('error'), denied.get('state')]).toEqual(['access_denied', 'x']);
  expect(returned(await authorize(mock)).get('code')).toMatch(/^mock_code_/);
  expect(() => mock.deny('nobody')).toThrow(RangeError);
});

test('The redirect URI may be left out where only one is registered, and then at the token endpoint too', async () => {
  const code = await codeFor(mock, { redirect_uri: undefined });
  expect((await post(mock, { ...exchange(mock, code), redirect_uri: undefined })).status).toBe(200);
  const other = await codeFor(mock, { redirect_uri: undefined });
  expect(told(await post(mock, { ...exchange(mock, other), redirect_uri: 'https://evil.example' }))).toEqual([400, 'invalid_grant']);
});

test('A redirect URI keeps the query that it was registered with', async () => {
  const uri = 'https://app.example/callback?tenant=1';
  const own = flowMock(['authorizationCode'], { accounts: { acme: {} }, clients: { app: { scopes: ['read'], redirectUris: [uri] } } });
  const query = encoded({ response_type: 'code', client_id: app(own).clientId, redirect_uri: uri });
  const answer = await own.handle({ method: 'GET', target: `/authorize?${query}`, headers: [], secure: true, peer: '127.0.0.1' });
  expect(field(answer, 'Location')).toMatch(/^https:\/\/app\.example\/callback\?tenant=1&code=mock_code_[^?]+$/);
});

test('The implicit flow, where it is declared, gives a token in the fragment', async () => {
  const own = flowMock(['implicit']);
  const { clientId, redirectUris } = app(own, 'page');
  const query = (scope: string) =>
    encoded({ response_type: 'token', client_id: clientId, redirect_uri: redirectUris[0], scope, state: 's' });
  const ask = (scope: string) =>
    own.handle({ method: 'GET', target: `/authorize?${query(scope)}`, headers: [], secure: true, peer: '127.0.0.1' });
  const answer = await ask('read');
  expect(field(answer, 'Location')).toMatch(/^https:\/\/page\.example\/callback#access_token=/);
  const given = returned(answer);
  expect([given.get('token_type'), given.get('expires_in'), given.get('scope'), given.get('state')]).toEqual([
    'Bearer',
    '3600',
    'read',
    's',
  ]);
  const headers = ['Authorization', `Bearer ${given.get('access_token')}`];
  const things = await own.handle({ method: 'GET', target: '/api/things', headers, secure: true, peer: '127.0.0.1' });
  expect(things.status).toBe(200);
  expect(field(await ask('nonsense'), 'Location')).toMatch(/callback#error=invalid_scope/);
});

test('Scripts of other origins may use the token endpoint, and learn nothing of the authorization endpoint', async () => {
  const headers = ['Origin', 'https://evil.example'];
  const target = `/oauth/authorize?${encoded({ response_type: 'code', client_id: app(mock).clientId, redirect_uri: callback })}`;
  const answer = await mock.handle({ method: 'GET', target, headers, secure: true, peer: '127.0.0.1' });
  expect([answer.status, field(answer, 'Access-Control-Allow-Origin')]).toEqual([302, undefined]);
  const preflight = [...headers, 'Access-Control-Request-Method', 'GET'];
  const asked = await mock.handle({ method: 'OPTIONS', target, headers: preflight, secure: true, peer: '127.0.0.1' });
  expect([asked.status, field(asked, 'Access-Control-Allow-Origin')]).toEqual([204, undefined]);
  expect(field(await post(mock, {}, { headers }), 'Access-Control-Allow-Origin')).toBe('*');
  const token = await post(mock, {}, { method: 'OPTIONS', headers: preflight });
  expect([token.status, field(token, 'Access-Control-Allow-Methods'), field(token, 'Access-Control-Allow-Origin')]).toEqual([
    204,
    'POST, OPTIONS',
    '*',
  ]);
});

test('HEAD is answered as GET without a body, other methods with what there is', async () => {
  const target = `/oauth/authorize?${encoded({ response_type: 'code', client_id: app(mock).clientId, redirect_uri: callback })}`;
  const ask = (method: string) => mock.handle({ method, target, headers: [], secure: true, peer: '127.0.0.1' });
  expect((await ask('HEAD')).status).toBe(302);
  const refused = await ask('DELETE');
  expect([refused.status, field(refused, 'Allow')]).toEqual([405, 'GET, HEAD, POST, OPTIONS']);
});

test('Over plain HTTP nothing of it is answered but the documented refusal', async () => {
  for (const target of ['/oauth/authorize?client_id=x', '/oauth/token', '/.well-known/oauth-authorization-server']) {
    const answer = await mock.handle({ method: 'GET', target, headers: [], secure: false, peer: '127.0.0.1' });
    expect([answer.status, gateOf(answer)]).toEqual([403, 'transport']);
  }
});

test('URLs that are relative, within the base path or of several schemes are all served', async () => {
  const relative = {
    ...flows.authorizationCode,
    authorizationUrl: '/api/oauth/authorize',
    tokenUrl: '/api/oauth/token',
    refreshUrl: '/api/oauth/renew',
  };
  const own = oauthMock({ authorizationCode: relative, clientCredentials: { tokenUrl: '/api/machines', scopes: { read: 'Look.' } } });
  const { clientId, clientSecret, redirectUris } = app(own);
  const query = encoded({ response_type: 'code', client_id: clientId, redirect_uri: redirectUris[0], scope: 'read' });
  const answer = await own.handle({ method: 'GET', target: `/api/oauth/authorize?${query}`, headers: [], secure: true, peer: '127.0.0.1' });
  const code = returned(answer).get('code')!;
  const proof = { client_id: clientId, client_secret: clientSecret };
  const first = await post(
    own,
    { grant_type: 'authorization_code', code, redirect_uri: redirectUris[0], ...proof },
    { path: '/api/oauth/token' },
  );
  const { refresh_token: token }: { refresh_token: string } = JSON.parse(first.body);
  const grant = { grant_type: 'refresh_token', refresh_token: token, ...proof };
  expect((await post(own, grant, { path: '/api/oauth/renew' })).status).toBe(200);
  expect(told(await post(own, { grant_type: 'client_credentials', ...proof }, { path: '/api/oauth/renew' }))).toEqual([
    400,
    'unsupported_grant_type',
  ]);
  expect((await post(own, { grant_type: 'client_credentials', ...proof }, { path: '/api/machines' })).status).toBe(200);
});

import { expect, test } from 'vitest';
import { ask, bodyOf, bundledMock, field } from '../mocks.ts';
import { app, authorize, codeFor, exchange, live, own, post, returned, told, tokensFor, type Tokens } from './clients.ts';

const mock = bundledMock();

test('The printed flow works as it is: no state, no PKCE, the secret in the body, a space in the scope', async () => {
  const { clientId, clientSecret, redirectUris } = app(mock);
  for (const scope of ['read write', 'read%20write', 'read+write']) {
    const target = `/oauth/authorize?response_type=code&client_id=${clientId}&redirect_uri=${redirectUris[0]}&scope=${scope}`;
    const answer = await mock.handle({ method: 'GET', target, headers: [], secure: true, peer: '127.0.0.1' });
    expect([answer.status, answer.body]).toEqual([302, '']);
    expect(field(answer, 'Location')).toMatch(/^https:\/\/app\.example\/callback\?code=[^&]+&iss=https%3A%2F%2Fapi\.aimychats\.com$/);
    const code = returned(answer).get('code')!;
    const body = `grant_type=authorization_code&code=${code}&client_id=${clientId}&client_secret=${clientSecret}&redirect_uri=${redirectUris[0]}`;
    const token = await post(mock, body);
    expect(token.status).toBe(200);
    expect(bodyOf(token)).toEqual({
      access_token: expect.stringMatching(/^mock_token_[0-9a-f]{64}$/),
      token_type: 'Bearer',
      expires_in: 3600,
      refresh_token: expect.stringMatching(/^mock_refresh_[0-9a-f]{64}$/),
      scope: 'read write',
    });
    expect([field(token, 'Cache-Control'), field(token, 'Pragma'), field(token, 'Content-Type')]).toEqual([
      'no-store',
      'no-cache',
      'application/json',
    ]);
  }
});

test('A token opens what its scopes open, for its account and with the quota of its plan', async () => {
  const { access_token: as } = await tokensFor(mock);
  const whoami = await ask(mock, 'GET /v1/auth/test', { as });
  expect(bodyOf(whoami)).toMatchObject({ scopes: ['read', 'write'] });
  const sibling = bodyOf<{ user: { id: string } }>(await ask(mock, 'GET /v1/auth/test', { as: 'reader' }));
  expect(bodyOf<{ user: { id: string } }>(whoami).user.id).toBe(sibling.user.id);
  expect(field(whoami, 'X-RateLimit-Limit')).toBe('10000');
  expect((await ask(mock, 'GET /v1/conversations', { as })).status).toBe(200);
  expect((await ask(mock, 'DELETE /v1/conversations/conv_123', { as })).status).toBe(403);
  const { access_token: narrow } = await tokensFor(mock, { scope: 'read' });
  expect((await ask(mock, 'POST /v1/conversations', { as: narrow, json: { title: 'x' } })).status).toBe(403);
});

test('Without a scope the client gets all of its own, and state comes back as it was sent', async () => {
  const state = 'a b&c=d+e%20ü"\'/?#';
  const answer = await authorize(mock, { scope: undefined, state });
  expect(returned(answer).get('state')).toBe(state);
  const tokens = await post(mock, exchange(mock, returned(answer).get('code')!));
  expect(bodyOf<Tokens>(tokens).scope).toBe('read write');
});

test('A refresh gives new tokens, fewer scopes on request, and never more', async () => {
  const first = await tokensFor(mock);
  const narrowed = await post(mock, { grant_type: 'refresh_token', refresh_token: first.refresh_token, scope: 'read', ...own(mock) });
  const second = bodyOf<Tokens>(narrowed);
  expect([narrowed.status, second.scope]).toEqual([200, 'read']);
  expect(second.access_token).not.toBe(first.access_token);
  expect(second.refresh_token).not.toBe(first.refresh_token);
  const whole = await post(mock, { grant_type: 'refresh_token', refresh_token: second.refresh_token, ...own(mock) });
  expect(bodyOf<Tokens>(whole).scope).toBe('read write');
  const wider = {
    grant_type: 'refresh_token',
    refresh_token: bodyOf<Tokens>(whole).refresh_token,
    scope: 'read write delete',
    ...own(mock),
  };
  expect(told(await post(mock, wider))).toEqual([400, 'invalid_scope']);
  expect((await post(mock, { ...wider, scope: 'write' })).status).toBe(200);
});

test('Access tokens expire after an hour of the mock’s clock, and are rejected like other expired credentials', async () => {
  const fresh = bundledMock();
  const { access_token: token } = await tokensFor(fresh);
  fresh.clock.advance(3_599_000);
  expect(await live(fresh, token)).toBe(200);
  fresh.clock.advance(1000);
  expect(await live(fresh, token)).toBe(401);
  expect(fresh.journal().at(-1)).toMatchObject({
    gate: 'credentials',
    cause: { code: 'inactive-credential', state: 'expired', principal: 'app-token-1' },
  });
});

test('A client with a namespace gets codes and tokens of that namespace', async () => {
  const { clientId, redirectUris } = app(mock);
  const client = { ...own(mock), client_id: `${clientId}.w3` };
  const code = await codeFor(mock, { client_id: `${clientId}.w3` });
  expect(told(await post(mock, { ...exchange(mock, code) }))).toEqual([400, 'invalid_grant']);
  const grant = { grant_type: 'authorization_code', code, redirect_uri: redirectUris[0], ...client };
  const { access_token: token, refresh_token: refresh } = bodyOf<Tokens>(await post(mock, grant));
  expect(token).toMatch(/\.w3$/);
  expect(await live(mock, token)).toBe(200);
  expect(mock.journal().at(-1)).toMatchObject({ namespace: 'w3' });
  const again = await post(mock, { grant_type: 'refresh_token', refresh_token: refresh, ...client });
  expect(bodyOf<Tokens>(again).access_token).toMatch(/\.w3$/);
});

test('The same seed gives the same handles, another seed others, and no two are alike', async () => {
  const handles = async (seed: string) => {
    const seeded = bundledMock({ seed });
    const pairs = [await tokensFor(seeded), await tokensFor(seeded)];
    return pairs.flatMap(({ access_token: access, refresh_token: refresh }) => [access, refresh]);
  };
  expect(await handles('one')).toEqual(await handles('one'));
  const all = [...(await handles('one')), ...(await handles('two'))];
  expect(new Set(all).size).toBe(8);
});

test('The journal names the step that decided and holds no handle and no secret', async () => {
  const fresh = bundledMock();
  const tokens = await tokensFor(fresh);
  await post(fresh, exchange(fresh, 'invented'));
  const text = JSON.stringify(fresh.journal());
  expect(text).not.toMatch(/mock_(?:token|refresh|code|secret)_/);
  expect(text).not.toContain(tokens.access_token);
  expect(fresh.journal().map(({ path, gate, step, cause }) => [path, gate, step, cause])).toEqual([
    ['/oauth/authorize', 'oauth', 'grant', { code: 'code-issued', client: 'app' }],
    ['/oauth/token', 'oauth', 'issue', { code: 'tokens-issued', client: 'app' }],
    ['/oauth/token', 'oauth', 'code', { code: 'oauth-error', error: 'invalid_grant', description: 'The code is not valid' }],
  ]);
});

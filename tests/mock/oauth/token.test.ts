import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { challengeOf, sha256 } from '../../../mock/oauth/sha256.ts';
import { ask, bodyOf, bundledMock, field, gateOf } from '../mocks.ts';
import { app, codeFor, encoded, exchange, live, own, post, told, tokensFor, type Parameters, type Sent, type Tokens } from './clients.ts';

const mock = bundledMock();
const { clientId, clientSecret } = app(mock);

const basic = (id: string, secret: string) => ['Authorization', `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`];
const bare = (code: string): Parameters => ({ ...exchange(mock, code), client_id: undefined, client_secret: undefined });

test('SHA-256 is that of Node, and a challenge that of RFC 7636', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 200, unit: 'binary' }), (text) => {
      expect(sha256(text)).toBe(createHash('sha256').update(text).digest('base64'));
    }),
  );
  expect(challengeOf('dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk')).toBe('E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM');
});

describe('a code works once, in time, for its client, at its redirect URI', () => {
  test('an invented or empty one does not', async () => {
    expect(told(await post(mock, exchange(mock, 'invented')))).toEqual([400, 'invalid_grant']);
    expect(told(await post(mock, exchange(mock, '')))).toEqual([400, 'invalid_request']);
    const { refresh_token: token } = await tokensFor(mock);
    expect(told(await post(mock, exchange(mock, token)))).toEqual([400, 'invalid_grant']);
  });

  test('the second exchange is refused, and what the first gave dies', async () => {
    const code = await codeFor(mock);
    const tokens = bodyOf<Tokens>(await post(mock, exchange(mock, code)));
    const renewed = bodyOf<Tokens>(await post(mock, { grant_type: 'refresh_token', refresh_token: tokens.refresh_token, ...own(mock) }));
    expect(told(await post(mock, exchange(mock, code)))).toEqual([400, 'invalid_grant']);
    expect(await Promise.all([tokens, renewed].map(({ access_token: token }) => live(mock, token)))).toEqual([401, 401]);
    const again = { grant_type: 'refresh_token', refresh_token: renewed.refresh_token, ...own(mock) };
    expect(told(await post(mock, again))).toEqual([400, 'invalid_grant']);
  });

  test('another client can neither use it nor make it die', async () => {
    const code = await codeFor(mock);
    expect(told(await post(mock, { ...exchange(mock, code), ...own(mock, 'other-app') }))).toEqual([400, 'invalid_grant']);
    const tokens = bodyOf<Tokens>(await post(mock, exchange(mock, code)));
    expect(told(await post(mock, { ...exchange(mock, code), ...own(mock, 'other-app') }))).toEqual([400, 'invalid_grant']);
    expect(await live(mock, tokens.access_token)).toBe(200);
  });

  test('it expires after ten minutes, and not before', async () => {
    const fresh = bundledMock();
    const [early, late] = [await codeFor(fresh), await codeFor(fresh)];
    fresh.clock.advance(599_999);
    expect((await post(fresh, exchange(fresh, early))).status).toBe(200);
    fresh.clock.advance(1);
    expect(told(await post(fresh, exchange(fresh, late)))).toEqual([400, 'invalid_grant']);
  });

  test.each([undefined, '', 'https://app.example/callback/', 'https://other.example/callback'])(
    'it does not with the redirect URI %s',
    async (uri) => {
      const code = await codeFor(mock);
      expect(told(await post(mock, { ...exchange(mock, code), redirect_uri: uri }))).toEqual([400, 'invalid_grant']);
      expect((await post(mock, exchange(mock, code))).status).toBe(200);
    },
  );
});

describe('a challenge has to be met, and a verifier to have one', () => {
  const verifier = 'v'.repeat(43);
  const challenged = { code_challenge: challengeOf(verifier), code_challenge_method: 'S256' };
  test.each<readonly [string, Parameters, string | undefined, number]>([
    ['the right verifier', challenged, verifier, 200],
    ['a wrong one', challenged, 'w'.repeat(43), 400],
    ['the challenge itself', challenged, challenged.code_challenge, 400],
    ['none', challenged, undefined, 400],
    ['an empty one', challenged, '', 400],
    ['one without a challenge', {}, verifier, 400],
    ['neither', {}, undefined, 200],
  ])('%s', async (_, parameters, sent, status) => {
    const code = await codeFor(mock, parameters);
    const answer = await post(mock, { ...exchange(mock, code), code_verifier: sent });
    expect(answer.status).toBe(status);
    if (status === 400) expect(told(answer)).toEqual([400, 'invalid_grant']);
  });
});

describe('a client proves who it is, in one way', () => {
  test.each<readonly [string, readonly string[], Parameters]>([
    ['in the body', [], own(mock)],
    ['in the header', basic(clientId, clientSecret!), {}],
    ['in the header, encoded as forms are', basic(encodeURIComponent(clientId).replaceAll('_', '%5F'), clientSecret!), {}],
    ['in the header, its secret encoded as forms are', basic(clientId, encodeURIComponent(clientSecret!)), {}],
    ['in the header, its id in the body as well', basic(clientId, clientSecret!), { client_id: clientId }],
  ])('%s', async (_, headers, proof) => {
    expect(encodeURIComponent(clientSecret!)).not.toBe(clientSecret);
    expect((await post(mock, { ...bare(await codeFor(mock)), ...proof }, { headers })).status).toBe(200);
  });

  test.each<readonly [string, readonly string[], Parameters, readonly [number, string]]>([
    ['a wrong secret', [], { client_id: clientId, client_secret: 'wrong' }, [400, 'invalid_client']],
    [
      'another client’s secret',
      [],
      { client_id: clientId, client_secret: own(mock, 'other-app')['client_secret'] },
      [400, 'invalid_client'],
    ],
    ['no secret', [], { client_id: clientId }, [400, 'invalid_client']],
    ['an empty secret', [], { client_id: clientId, client_secret: '' }, [400, 'invalid_client']],
    ['an unknown client', [], { client_id: 'nobody', client_secret: 'x' }, [400, 'invalid_client']],
    ['nothing at all', [], {}, [401, 'invalid_client']],
    ['a wrong secret in the header', basic(clientId, 'wrong'), {}, [401, 'invalid_client']],
    ['an unknown client in the header', basic('nobody', 'wrong'), {}, [401, 'invalid_client']],
    ['another scheme in the header', ['Authorization', 'Bearer x'], own(mock), [400, 'invalid_request']],
    ['another scheme alone', ['Authorization', 'Bearer x'], {}, [401, 'invalid_client']],
    ['what is not Base64', ['Authorization', 'Basic ?'], {}, [401, 'invalid_client']],
    ['two proofs', basic(clientId, clientSecret!), own(mock), [400, 'invalid_request']],
    ['two headers', [...basic(clientId, clientSecret!), ...basic(clientId, clientSecret!)], {}, [400, 'invalid_request']],
    ['two clients', basic(clientId, clientSecret!), { client_id: 'nobody' }, [400, 'invalid_request']],
    ['a public client with a secret', [], { ...own(mock, 'phone'), client_secret: 'x' }, [400, 'invalid_client']],
  ])('not with %s, and the code is not spent', async (_, headers, proof, expected) => {
    const code = await codeFor(mock);
    const answer = await post(mock, { ...bare(code), ...proof }, { headers });
    expect(told(answer)).toEqual(expected);
    expect(field(answer, 'WWW-Authenticate')).toBe(expected[0] === 401 ? 'Basic realm="AImyChats API", charset="UTF-8"' : undefined);
    expect((await post(mock, exchange(mock, code))).status).toBe(200);
  });

  test('what is said of an unknown client is what is said of a wrong secret', async () => {
    const bodies = [
      { client_id: 'nobody', client_secret: 'x' },
      { client_id: clientId, client_secret: 'x' },
    ].map(async (proof) => (await post(mock, { ...bare('x'), ...proof })).body);
    expect(new Set(await Promise.all(bodies)).size).toBe(1);
  });

  test('an id and a secret with every kind of character survive the header', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ minLength: 1 }), async (secret) => {
        const answer = await post(mock, bare('x'), { headers: basic(encodeURIComponent(clientId), encodeURIComponent(secret)) });
        expect(told(answer)).toEqual([401, 'invalid_client']);
      }),
    );
  });

  test('a secret in the URL is refused, though it be right', async () => {
    const query = `?${encoded(own(mock))}`;
    const code = await codeFor(mock);
    expect(told(await post(mock, bare(code), { query }))).toEqual([400, 'invalid_request']);
    expect(told(await post(mock, exchange(mock, code), { query: `?client_secret=${clientSecret}` }))).toEqual([400, 'invalid_request']);
    expect((await post(mock, exchange(mock, code), { query: '?trace=1' })).status).toBe(200);
  });

  test('one that is tied to addresses is refused from elsewhere as the API does it', async () => {
    const code = await codeFor(mock, { scope: 'read' }, 'office-app');
    const refused = await post(mock, exchange(mock, code, 'office-app'));
    expect([refused.status, gateOf(refused)]).toEqual([403, 'oauth']);
    expect(bodyOf(refused)).toMatchObject({ error: { code: 'forbidden' } });
    const granted = await post(mock, exchange(mock, code, 'office-app'), { peer: '203.0.113.9' });
    expect(granted.status).toBe(200);
    const { access_token: secret } = JSON.parse(granted.body);
    const call = (peer: string) =>
      mock.handle({ method: 'GET', target: '/v1/auth/test', headers: ['Authorization', `Bearer ${secret}`], secure: true, peer });
    expect((await call('203.0.113.9')).status).toBe(200);
    expect((await call('127.0.0.1')).status).toBe(403);
  });

  test('a public one has no secret', async () => {
    expect(app(mock, 'phone')).not.toHaveProperty('clientSecret');
    const tokens = await tokensFor(mock, { scope: 'read' }, 'phone');
    expect(await live(mock, tokens.access_token)).toBe(200);
  });
});

describe('a request is a form by POST, each parameter once', () => {
  test.each<readonly [string, Parameters | string, Sent, readonly [number, string]]>([
    ['GET', {}, { method: 'GET' }, [405, 'invalid_request']],
    ['PUT', {}, { method: 'PUT' }, [405, 'invalid_request']],
    ['JSON', '{"grant_type":"authorization_code"}', { type: 'application/json' }, [400, 'invalid_request']],
    ['no media type', exchange(mock, 'x'), { type: '' }, [400, 'invalid_request']],
    ['no grant type', { ...own(mock) }, {}, [400, 'invalid_request']],
    ['an unknown grant type', { ...own(mock), grant_type: 'magic' }, {}, [400, 'unsupported_grant_type']],
    ['an undeclared grant type', { ...own(mock), grant_type: 'client_credentials' }, {}, [400, 'unsupported_grant_type']],
    ['a password', { ...own(mock), grant_type: 'password', username: 'acme', password: 'x' }, {}, [400, 'unsupported_grant_type']],
    ['no code', { ...own(mock), grant_type: 'authorization_code' }, {}, [400, 'invalid_request']],
    ['no refresh token', { ...own(mock), grant_type: 'refresh_token' }, {}, [400, 'invalid_request']],
    ['a code that stands twice', `${encoded(exchange(mock, 'x'))}&code=x`, {}, [400, 'invalid_request']],
    ['a client that stands twice', `${encoded(exchange(mock, 'x'))}&client_id=${clientId}`, {}, [400, 'invalid_request']],
  ])('%s is refused', async (_, parameters, sent, expected) => {
    const answer = await post(mock, parameters, sent);
    expect(told(answer)).toEqual(expected);
    expect(field(answer, 'Allow')).toBe(expected[0] === 405 ? 'POST, OPTIONS' : undefined);
    expect([field(answer, 'Cache-Control'), field(answer, 'Pragma')]).toEqual(['no-store', 'no-cache']);
    expect(Object.keys(bodyOf(answer))).toEqual(['error', 'error_description']);
    expect(bodyOf(answer)['error_description']).toMatch(/^[\x20-\x21\x23-\x5b\x5d-\x7e]+$/);
  });

  test('what is no parameter of OAuth is not looked at, and the media type may have parameters', async () => {
    const body = `${encoded(exchange(mock, await codeFor(mock)))}&x=1&x=2&code_verifier=`;
    expect((await post(mock, body, { type: 'Application/X-WWW-form-urlencoded; charset=UTF-8' })).status).toBe(200);
  });

  test('nothing that is sent breaks it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), async (body, query) => {
        const answer = await post(mock, body, { query: `?${query}` });
        expect(answer.status).toBeLessThan(500);
        const page = await mock.handle({
          method: 'GET',
          target: `/oauth/authorize?${body}`,
          headers: [],
          secure: true,
          peer: '::1',
        });
        expect(page.status).toBe(400);
      }),
    );
  });
});

describe('a refresh token works once, for its client', () => {
  const renew = (token: string, name = 'app', more: Parameters = {}) =>
    post(mock, { grant_type: 'refresh_token', refresh_token: token, ...own(mock, name), ...more });

  test('another client’s or an access token is none', async () => {
    const tokens = await tokensFor(mock);
    expect(told(await renew(tokens.refresh_token, 'other-app'))).toEqual([400, 'invalid_grant']);
    expect(told(await renew(tokens.access_token))).toEqual([400, 'invalid_grant']);
    expect((await renew(tokens.refresh_token)).status).toBe(200);
  });

  test.each(['app', 'phone'])('a second use by %s ends its whole family, and no other', async (name) => {
    const [first, other] = [await tokensFor(mock, { scope: 'read' }, name), await tokensFor(mock, { scope: 'read' }, name)];
    const second = bodyOf<Tokens>(await renew(first.refresh_token, name));
    expect(await live(mock, first.access_token)).toBe(200);
    expect(told(await renew(first.refresh_token, name))).toEqual([400, 'invalid_grant']);
    expect(await Promise.all([first, second, other].map(({ access_token: token }) => live(mock, token)))).toEqual([401, 401, 200]);
    expect(told(await renew(second.refresh_token, name))).toEqual([400, 'invalid_grant']);
    expect((await renew(other.refresh_token, name)).status).toBe(200);
  });

  test('a refresh gives any scopes that were granted, again and again, and no others', async () => {
    const subset = fc.subarray(['read', 'write'], { minLength: 1 });
    const wish = fc.subarray(['read', 'write', 'delete', 'admin'], { minLength: 1 });
    await fc.assert(
      fc.asyncProperty(subset, wish, subset, async (granted, first, second) => {
        let { refresh_token: token } = await tokensFor(mock, { scope: granted.join(' ') });
        for (const scopes of [first, second]) {
          const answer = await renew(token, 'app', { scope: scopes.join(' ') });
          const within = scopes.every((scope) => granted.includes(scope));
          expect(within ? bodyOf<Tokens>(answer).scope : told(answer)).toEqual(within ? scopes.join(' ') : [400, 'invalid_scope']);
          if (within) token = bodyOf<Tokens>(answer).refresh_token;
        }
      }),
    );
  });
});

test('A token that expired, was revoked or never was is refused by the API alike', async () => {
  const fresh = bundledMock();
  const [expired, revoked] = [await tokensFor(fresh), await tokensFor(fresh)];
  await post(fresh, { token: revoked.access_token, ...own(fresh) }, { path: '/oauth/revoke' });
  fresh.clock.advance(3_600_000);
  const bodies = await Promise.all(
    [expired.access_token, revoked.access_token, 'x'].map(async (as) => (await ask(fresh, 'GET /v1/auth/test', { as })).body),
  );
  expect(new Set(bodies).size).toBe(1);
});

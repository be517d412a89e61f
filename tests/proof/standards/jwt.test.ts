import { jwtVerify, SignJWT } from 'jose';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hmacSha256 } from '../../../mock/oauth/sha256.ts';
import { decodeJwt, signed } from '../../../mock/state/jwt.ts';
import { forgeries, tokenIn } from '../../../suites/principals/forgeries.ts';
import { judgeAll, sessionFor, stillMock } from '../../support/in-process.ts';
import { weather } from './documents.ts';

const contract = weather({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' });
const bytes = (text: string) => new TextEncoder().encode(text);
const now = new Date(Date.UTC(2026, 0, 1, 12, 0, 5));

/** A token of somebody who has the mock's secret. */
function made(mock: ReturnType<typeof stillMock>, claims: { readonly [name: string]: unknown }, secret = mock.signing!.secret) {
  const { issuer, audience, algorithm } = mock.signing!;
  return new SignJWT({ iss: issuer, aud: audience, sub: 'home', exp: now.getTime() / 1000 + 60, ...claims })
    .setProtectedHeader({ alg: algorithm })
    .sign(bytes(secret));
}

async function statusOf(mock: ReturnType<typeof stillMock>, token: string, method = 'GET'): Promise<number> {
  const headers = ['Host', 'weather.example', 'Authorization', `Bearer ${token}`, 'Content-Type', 'application/json'];
  const body = method === 'POST' ? { body: '{"name":"Quay"}' } : {};
  const { status } = await mock.handle({ method, target: '/v1/stations', headers, ...body, secure: true, peer: '127.0.0.1' });
  return status;
}

const account = (mock: ReturnType<typeof stillMock>) => mock.principals['all']!.account;

describe('the tokens that a mock hands out', () => {
  const mock = stillMock(contract);
  const { secret, algorithm, issuer, audience } = mock.signing!;

  test('are JWTs that an independent library verifies', async () => {
    const { payload } = await jwtVerify(mock.principals['all']!.secret, bytes(secret), {
      algorithms: [algorithm],
      issuer,
      audience,
      currentDate: now,
    });
    expect(payload).toMatchObject({ sub: account(mock), scope: 'read write' });
  });

  test('say that they are over where they are', async () => {
    await expect(jwtVerify(mock.principals['expired']!.secret, bytes(secret), { currentDate: now })).rejects.toThrow(/exp/);
  });

  test('are the same for the same seed and others for another', () => {
    expect(stillMock(contract).principals['all']).toEqual(mock.principals['all']);
    expect(stillMock(contract, { seed: 'other' }).principals['all']!.secret).not.toBe(mock.principals['all']!.secret);
  });

  test('are minted as well', async () => {
    const { credential } = mock.mint({ scopes: ['read'] });
    expect(decodeJwt(credential)?.claims).toMatchObject({ scope: 'read' });
    expect(await statusOf(mock, credential)).toBe(200);
  });
});

describe('a token that somebody else signed with the secret of the mock', () => {
  test('is served within the scopes that it names', async () => {
    const mock = stillMock(contract);
    const reading = await made(mock, { sub: account(mock), scope: 'read' });
    expect(await statusOf(mock, reading)).toBe(200);
    expect(await statusOf(mock, reading, 'POST')).toBe(403);
    expect(await statusOf(mock, await made(mock, { sub: account(mock), scope: 'write unheard-of' }), 'POST')).toBe(201);
  });

  test('stops being served at its end', async () => {
    const mock = stillMock(contract);
    const token = await made(mock, { sub: account(mock), scope: 'read' });
    expect(await statusOf(mock, token)).toBe(200);
    mock.clock.advance(61_000);
    expect(await statusOf(mock, token)).toBe(401);
  });

  test('is refused where a claim is not as it should be, or the secret is another', async () => {
    const mock = stillMock(contract);
    const sub = account(mock);
    const wrong = [{ sub: 'nobody' }, { sub, aud: 'https://other.example' }, { sub, iss: 'https://other.example' }, { sub, exp: 1 }];
    for (const claims of wrong) expect(await statusOf(mock, await made(mock, { scope: 'read', ...claims }))).toBe(401);
    expect(await statusOf(mock, await made(mock, { sub, scope: 'read' }, 'x'.repeat(40)))).toBe(401);
  });

  test('does not bring back to life what was revoked', async () => {
    const mock = stillMock(contract);
    const { jti } = decodeJwt(mock.principals['revoked']!.secret)!.claims;
    expect(await statusOf(mock, await made(mock, { sub: account(mock), scope: 'read', jti }))).toBe(401);
  });
});

test('signatures are those of an independent implementation, whatever the claims and the key', async () => {
  await fc.assert(
    fc.asyncProperty(fc.dictionary(fc.string(), fc.string()), fc.string({ minLength: 1, maxLength: 200 }), async (claims, key) => {
      const token = signed(claims, key);
      const [header = '', payload = '', signature = ''] = token.split('.');
      const imported = await crypto.subtle.importKey('raw', bytes(key), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
      const expected = await crypto.subtle.sign('HMAC', imported, bytes(`${header}.${payload}`));
      expect(Buffer.from(hmacSha256(key, `${header}.${payload}`))).toEqual(Buffer.from(expected));
      expect(Buffer.from(signature, 'base64url')).toEqual(Buffer.from(expected));
    }),
    { numRuns: 100 },
  );
});

test('every forgery is another token, and one that an independent library refuses', async () => {
  const mock = stillMock(contract);
  const live = mock.principals['all']!.secret;
  const { algorithm, secret } = mock.signing!;
  for (const forge of Object.values(forgeries)) {
    const forged = forge(tokenIn(live)!);
    expect(forged).not.toBe(live);
    await expect(jwtVerify(forged, bytes(secret), { algorithms: [algorithm], currentDate: now })).rejects.toThrow();
  }
});

test('a target whose tokens are no JWTs, though its document says so, is asked for none', async () => {
  const mock = stillMock(contract);
  const principals = Object.entries(mock.principals).map(([name, principal]) => ({
    name,
    ...principal,
    secret: `opaque-${name}-0123456789`,
  }));
  const findings = await judgeAll(sessionFor(mock, { principals, only: ['jwt'] }));
  const outcomes = findings.filter(({ requirement }) => requirement.startsWith('jwt/')).flatMap(({ checks }) => checks);
  expect(outcomes.length).toBeGreaterThan(5);
  expect(outcomes.filter(({ outcome }) => outcome !== 'not-applicable')).toEqual([]);
});

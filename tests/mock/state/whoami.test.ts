import { expect, test } from 'vitest';
import { ask, bodyOf, bundledMock, field } from '../mocks.ts';

interface Introduction {
  readonly authenticated: boolean;
  readonly user: { readonly id: string; readonly email: string };
  readonly scopes: readonly string[];
  readonly rate_limit: { readonly limit: number; readonly remaining: number; readonly reset: number };
}

test('The self-test lists the scopes as granted and the limits as in its header, for every live principal', async () => {
  const mock = bundledMock();
  for (const [name, { scopes, state, from }] of Object.entries(mock.principals)) {
    if (state !== 'active') continue;
    const answer = await ask(mock, 'GET /v1/auth/test', { as: name, peer: from?.[0]?.replace(/\/.*/, '') ?? '127.0.0.1' });
    const body = bodyOf<Introduction>(answer);
    expect([answer.status, body.authenticated, body.scopes]).toEqual([200, true, scopes]);
    expect(Object.values(body.rate_limit).map(String)).toEqual(
      ['Limit', 'Remaining', 'Reset'].map((value) => field(answer, `X-RateLimit-${value}`)),
    );
    expect(field(answer, 'Content-Length')).toBe(String(Buffer.byteLength(answer.body)));
  }
});

test('The user is that of the account: one for all its credentials, another for another account', async () => {
  const mock = bundledMock();
  const user = async (as: string) => bodyOf<Introduction>(await ask(mock, 'GET /v1/auth/test', { as })).user.id;
  expect(await user('reader')).toMatch(/^user_/);
  expect(await user('writer')).toBe(await user('reader'));
  expect(await user('other')).not.toBe(await user('reader'));
});

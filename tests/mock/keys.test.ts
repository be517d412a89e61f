import { expect, test } from 'vitest';
import { createMock, type Mock } from '../../mock/create.ts';
import { bundled, noon } from './mocks.ts';

const url = 'https://api.aimychats.com/v1/auth/test';
const made = () => createMock(bundled, { now: () => noon });
const status = async (mock: Mock, secret: string) => (await mock.fetch(url, { headers: { Authorization: `Bearer ${secret}` } })).status;

test('Keys are listed without their secrets', () => {
  const mock = made();
  const { secret } = mock.principals['reader']!;
  const listed = mock.keys().find(({ name }) => name === 'reader')!;
  expect(listed).toMatchObject({
    account: mock.principals['reader']!.account,
    scopes: ['read'],
    state: 'active',
    ending: secret.slice(-4),
  });
  expect(listed.id).toMatch(/^key_[0-9a-f]{12}$/);
  const { credential } = mock.mint({ credential: 'own.short.key' });
  expect(mock.keys().find(({ ending }) => ending === '')).toBeDefined();
  expect(JSON.stringify(mock.keys())).not.toContain(credential.slice(-4));
  for (const { secret: own } of Object.values(mock.principals)) expect(JSON.stringify(mock.keys())).not.toContain(own);
});

test('A rotated key is another one of the same principal; the old one is accepted for the grace period', async () => {
  const mock = made();
  const { secret } = mock.principals['reader']!;
  const { credential } = mock.rotate(secret, { graceSeconds: 60 });
  expect(credential).not.toBe(secret);
  expect([await status(mock, secret), await status(mock, credential)]).toEqual([200, 200]);
  mock.clock.advance(60_000);
  expect([await status(mock, secret), await status(mock, credential)]).toEqual([401, 200]);
  expect(mock.journal().at(-1)!.principal).toBe('reader');
});

test('Without a grace period the old key is revoked at once, and each rotation gives a new key', async () => {
  const mock = made();
  const first = mock.keys().find(({ name }) => name === 'writer')!;
  const one = mock.rotate(first.id).credential;
  const two = mock.rotate(one).credential;
  expect([await status(mock, mock.principals['writer']!.secret), await status(mock, one), await status(mock, two)]).toEqual([
    401, 401, 200,
  ]);
});

test('A revoked key is rejected, and cannot be rotated', async () => {
  const mock = made();
  const { credential } = mock.mint({ scopes: ['read'] });
  mock.revoke(credential);
  expect(await status(mock, credential)).toBe(401);
  expect(() => mock.rotate(credential)).toThrow('key: expected an active key, got one that is revoked');
});

test('An unknown key and an impossible grace period are errors', () => {
  const mock = made();
  expect(() => mock.revoke('nothing')).toThrow(RangeError);
  expect(() => mock.rotate('key_000000000000')).toThrow('key: this mock has no key with this id or secret');
  for (const graceSeconds of [-1, Number.NaN, Number.POSITIVE_INFINITY]) {
    expect(() => mock.rotate(mock.principals['reader']!.secret, { graceSeconds })).toThrow(/^graceSeconds: expected 0 to/);
  }
});

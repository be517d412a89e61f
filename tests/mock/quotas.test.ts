import { expect, test } from 'vitest';
import { answering, ask, noon, smallMock } from './mocks.ts';

/** Two keys of one account, one of another, one that is revoked, one without a plan. */
const mockOf = (rateLimit: { readonly partition?: string } = {}) =>
  smallMock(
    { '/it': { get: { responses: { ...answering({ ok: true }), '401': { description: 'No.' }, '429': { description: 'Slow.' } } } } },
    {
      'x-auth-conformance': {
        plans: { small: { limits: ['5/minute', '20/hour'] } },
        rateLimit,
        accounts: { one: { plan: 'small' }, two: { plan: 'small' }, three: {} },
        principals: {
          first: { account: 'one' },
          second: { account: 'one' },
          other: { account: 'two' },
          revoked: { account: 'two', state: 'revoked' },
          unlimited: { account: 'three' },
        },
      },
    },
  );

test('Quotas say who shares them, what is left of each window and when it begins again', async () => {
  const mock = mockOf();
  for (const as of ['first', 'second', 'other']) await ask(mock, 'GET /api/it', { as });
  const minute = (remaining: number) => ({ limit: 5, seconds: 60, remaining, resetAt: noon - 250 + 60_000 });
  const hour = (remaining: number) => ({ limit: 20, seconds: 3600, remaining, resetAt: noon - 250 + 3_600_000 });
  expect(mock.quotas()).toEqual([
    { principals: ['first', 'second'], plan: 'small', windows: [minute(3), hour(18)] },
    { principals: ['other'], plan: 'small', windows: [minute(4), hour(19)] },
  ]);
  mock.clock.advance(60_000);
  expect(mock.quotas()[0]!.windows.map(({ remaining }) => remaining)).toEqual([5, 18]);
});

test('Where a limit counts by address, all keys share one quota', async () => {
  const mock = mockOf({ partition: 'ip' });
  for (const as of ['first', 'other']) await ask(mock, 'GET /api/it', { as });
  const [quota, ...more] = mock.quotas();
  expect([quota!.principals, quota!.windows[0]!.remaining, more]).toEqual([['first', 'second', 'other'], 3, []]);
});

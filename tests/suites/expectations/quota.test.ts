import { describe, expect, test } from 'vitest';
import { quotaFromNow, reportedQuota, retrySeconds, targetSeconds } from '../../../suites/expectations/quota.ts';
import { context, dateAt, now, reply } from './evidence.ts';

const { contract } = context;
const fields = ['X-RateLimit-Limit', '60', 'X-RateLimit-Remaining', '12', 'X-RateLimit-Reset', String(now + 30)];

describe('what a response reports of a quota', () => {
  test('is read at the documented places, as numbers', () => {
    expect(reportedQuota(contract, reply(200, fields))).toEqual({ limit: 60, remaining: 12, resetAt: now + 30 });
  });

  test('lacks what is missing, and what is no number', () => {
    expect(reportedQuota(contract, reply(200, ['X-RateLimit-Limit', 'sixty', ...fields.slice(2, 4)]))).toEqual({ remaining: 12 });
    expect(quotaFromNow(contract, reply(200), now)).toBeUndefined();
  });

  test('has its times in seconds from the response, by the clock of the target', () => {
    const late = reply(429, ['Date', dateAt(now + 10), ...fields, 'Retry-After', '20']);
    expect(quotaFromNow(contract, late, now)).toEqual({ limit: 60, remaining: 12, resetSeconds: 20, retrySeconds: 20 });
    expect(quotaFromNow(contract, reply(200, [...fields, 'Retry-After', '20']), now)).toEqual({
      limit: 60,
      remaining: 12,
      resetSeconds: 30,
    });
  });
});

test('the clock of a target is its Date, or that of the run', () => {
  expect([targetSeconds(reply(200, ['Date', dateAt(now)]), 7), targetSeconds(reply(200, ['Date', 'soon']), 7)]).toEqual([now, 7]);
});

test.each([
  ['seconds', '20', 20],
  ['a date', dateAt(now + 45), 45],
  ['a date that is over', dateAt(now - 45), 0],
  ['something else', 'soon', undefined],
])('a wait in the form of %s', (_, value, seconds) => {
  expect(retrySeconds(contract, reply(429, ['Date', dateAt(now), 'Retry-After', value]))).toBe(seconds);
});

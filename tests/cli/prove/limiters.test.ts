import { describe, expect, test } from 'vitest';
import { createMemory } from '../../../mock/state/memory/memory.ts';
import type { Limiter } from '../../../mock/state/windows.ts';

const window = { limit: 4, seconds: 60, label: '4/minute' };

/** When a limiter serves, of requests at these seconds after the beginning of a minute, and what it says of the last one. */
function served(limiter: Limiter, moments: readonly number[]) {
  const store = createMemory([]);
  const charges = moments.map((moment) => ({
    moment,
    ...store.charge(limiter, [{ quotaKey: 'somebody', windows: [window], units: 1 }], moment * 1000),
  }));
  const { remaining, resetAt } = charges.at(-1)!.states[0]!;
  return { served: charges.filter(({ admitted }) => admitted).map(({ moment }) => moment), remaining, reset: resetAt / 1000 };
}

describe('a window that begins with its first request', () => {
  test('lasts from there, whatever the clock says', () =>
    expect(served('begun', [50, 55, 61, 70, 80, 109])).toEqual({ served: [50, 55, 61, 70], remaining: 0, reset: 110 }));
  test('is followed by one that begins with the next request', () =>
    expect(served('begun', [50, 51, 52, 53, 115])).toEqual({ served: [50, 51, 52, 53, 115], remaining: 3, reset: 175 }));
});

describe('a bucket', () => {
  test('holds as many as the limit at once, and no more', () =>
    expect(served('bucket', [0, 0, 0, 0, 0])).toEqual({ served: [0, 0, 0, 0], remaining: 0, reset: 15 }));
  test('fills one by one', () =>
    expect(served('bucket', [0, 0, 0, 0, 14, 15, 16, 30])).toEqual({ served: [0, 0, 0, 0, 15, 30], remaining: 0, reset: 45 }));
  test('never fills above the limit', () =>
    expect(served('bucket', [0, 600, 600, 600, 600, 600])).toEqual({ served: [0, 600, 600, 600, 600], remaining: 0, reset: 615 }));
});

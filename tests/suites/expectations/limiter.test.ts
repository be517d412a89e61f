import { describe, expect, test } from 'vitest';
import type { Sample } from '../../../suites/engine/evidence.ts';
import { rejectedTooEarly, servedTooMany, type Exhaustion } from '../../../suites/expectations/limiter.ts';
import { now } from './evidence.ts';

const window = { label: '10/minute', limit: 10, seconds: 60 };

/** So many responses with a status at a second. */
const at = (second: number, count: number, status = 200): readonly Sample[] =>
  Array.from({ length: count }, () => ({ at: now + second, status }));
const spent = (wait: number | undefined, ...samples: readonly (readonly Sample[])[]): Exhaustion => ({
  window,
  samples: samples.flat(),
  fresh: true,
  ...(wait !== undefined && { wait }),
});
const rejected = (second: number) => at(second, 1, 429);

describe('ten a minute', () => {
  test.each<readonly [string, Exhaustion]>([
    ['nothing at all', spent(undefined)],
    ['nothing, with the wait of a bucket', spent(6, rejected(0))],
    ['twenty where nobody says when the window ends', spent(undefined, at(0, 20))],
    ['twenty, and a rejection that does not say when it ends', spent(undefined, at(0, 20), rejected(1))],
    ['twenty within a minute, those before are of another', spent(undefined, at(0, 5), at(60, 20))],
    ['ten of a window, rejected at once', spent(60, at(0, 10), rejected(0))],
    ['those of the window before, a second of rounding included', spent(30, at(0, 10), at(32, 10), at(40, 1), rejected(61))],
    ['eleven, one of them perhaps of the window before', spent(30, at(0, 1), at(1, 10), rejected(30))],
    ['those that a slow server serves in the next window', spent(20, at(2, 10), rejected(40), at(59, 5))],
    ['those that a slow server serves when the wait is over', spent(20, at(2, 10), rejected(40), at(60, 5))],
    ['a bucket of ten that gets a drop every six seconds', spent(6, at(0, 10), at(11, 1), rejected(11))],
    ['a bucket whose wait is rounded up', spent(7, at(0, 10), at(11, 1), rejected(11))],
    ['none of what is no success', spent(60, at(0, 10), rejected(1), at(3, 11, 403), at(3, 11, 199), at(3, 11, 300))],
  ])('may serve %s', (_, exhaustion) => expect(servedTooMany(exhaustion)).toBeUndefined());

  test.each<readonly [string, Exhaustion, { readonly served: number; readonly most: number }]>([
    ['twenty-one in a minute', spent(undefined, at(0, 1), at(59, 20)), { served: 21, most: 20 }],
    ['twenty-one until a rejection that says nothing', spent(undefined, at(0, 21), rejected(1)), { served: 21, most: 20 }],
    ['twenty-one although a wait is known and nothing was rejected', spent(30, at(0, 21)), { served: 21, most: 20 }],
    ['eleven in a window that has begun a second before', spent(58, at(0, 11), rejected(0)), { served: 11, most: 10 }],
    ['eleven with the last as late as the rejection', spent(50, at(30, 10), at(31, 1), rejected(31)), { served: 11, most: 10 }],
    ['more after the rejection, in the same window', spent(50, at(0, 10), rejected(5), at(20, 1)), { served: 11, most: 10 }],
    ['more beside the rejection that asks for a second', spent(1, at(0, 10), at(12, 4), rejected(12)), { served: 14, most: 12 }],
    ['a bucket that refills twice as fast', spent(6, at(0, 10), at(11, 3), rejected(11)), { served: 13, most: 12 }],
    ['a window with the wait of no bucket', spent(8, at(0, 10), at(11, 1), rejected(11)), { served: 11, most: 10 }],
  ])('may not serve %s', (_, exhaustion, expected) => expect(servedTooMany(exhaustion)).toEqual(expected));

  test.each<readonly [string, Exhaustion]>([
    ['after ten', spent(60, at(0, 10), rejected(0))],
    ['never', spent(60, at(0, 9))],
    ['where something was spent before', { ...spent(60, at(0, 3), rejected(0)), fresh: false }],
    ['where the window began after the first of them', spent(60, at(0, 5), at(2, 4), rejected(2))],
  ])('may be rejected %s', (_, exhaustion) => expect(rejectedTooEarly(exhaustion)).toBeUndefined());

  test.each<readonly [string, Exhaustion]>([
    ['after nine', spent(60, at(0, 9), rejected(0))],
    ['after nine, within a second of rounding', spent(60, at(0, 9), rejected(1))],
    ['after nine, much later', spent(30, at(0, 9), rejected(30))],
    ['after nine, with no wait', spent(undefined, at(0, 9), rejected(30))],
    ['after nine, other answers aside', spent(60, at(0, 9), rejected(0), at(0, 1, 403))],
  ])('may not be rejected %s', (_, exhaustion) => expect(rejectedTooEarly(exhaustion)).toEqual({ served: 9, least: 10 }));

  test('may not be rejected at once', () => expect(rejectedTooEarly(spent(60, rejected(0)))).toEqual({ served: 0, least: 10 }));
});

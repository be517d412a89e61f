import { describe, expect, test } from 'vitest';
import type { Sample } from '../../../suites/engine/evidence.ts';
import { compileDocument } from '../../../spec/load.ts';
import {
  inRequests,
  isLimitRejection,
  isRepeatedRejection,
  rejectedTooEarly,
  servedSurplus,
  servedTooMany,
  toldRoom,
  type Exhaustion,
} from '../../../suites/expectations/limiter.ts';
import { answered, now, reply } from './evidence.ts';

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

describe('a rejection of a limiter', () => {
  const content = (code: string) => ({ 'application/json': { example: { error: { code, message: 'Some words' } } } });
  const contract = compileDocument({
    openapi: '3.1.0',
    info: { title: 'Trees', version: '1' },
    paths: {
      '/trees': {
        get: {
          operationId: 'listTrees',
          responses: {
            200: { description: 'ok' },
            403: { description: 'no', content: content('forbidden') },
            429: { description: 'slow', content: content('slow_down') },
          },
        },
      },
    },
    'x-auth-conformance': { rateLimit: { remaining: ['$response.header.X-Left'] } },
  });
  const isLimit = (status: number, headers: readonly string[] = [], code = 'other') =>
    isLimitRejection(contract, reply(status, headers, JSON.stringify({ error: { code } })), 'listTrees');

  test.each<readonly [string, number, readonly string[], string]>([
    ['a 429', 429, [], 'other'],
    ['a 403 with a retry time', 403, ['Retry-After', '5'], 'other'],
    ['a 403 with nothing left', 403, ['X-Left', '0'], 'other'],
    ['a 503 with nothing left', 503, ['X-Left', '0'], 'other'],
    ['a 503 with the code of the documented 429', 503, [], 'slow_down'],
  ])('is %s', (_, status, headers, code) => expect(isLimit(status, headers, code)).toBe(true));

  test.each<readonly [string, number, readonly string[], string]>([
    ['a 403 without a sign', 403, [], 'forbidden'],
    ['a 403 with something left', 403, ['X-Left', '3'], 'other'],
    ['a 503 with a retry time: the server may be busy', 503, ['Retry-After', '5'], 'other'],
    ['a 401', 401, ['Retry-After', '5'], 'slow_down'],
    ['a success', 200, ['X-Left', '0'], 'fine'],
  ])('is not %s', (_, status, headers, code) => expect(isLimit(status, headers, code)).toBe(false));

  test('is a success with its code', () => expect(isLimit(200, [], 'slow_down')).toBe(true));

  test('is a server error with a retry time twice in a row, while another account is served', () => {
    const busy = (status = 503) => answered(reply(status, ['Retry-After', '5']));
    const served = answered(reply(200));
    expect(isRepeatedRejection(busy(), busy(), served)).toBe(true);
    expect(isRepeatedRejection(busy(), served, served)).toBe(false);
    expect(isRepeatedRejection(busy(), busy(), busy())).toBe(false);
    expect(isRepeatedRejection(busy(), busy(), undefined)).toBe(false);
    expect(isRepeatedRejection(busy(), busy(502), served)).toBe(false);
    expect(isRepeatedRejection(answered(reply(503)), answered(reply(503)), served)).toBe(false);
    expect(isRepeatedRejection(busy(), { ...busy(), trouble: { kind: 'unsteady', message: 'it was gone' } }, served)).toBe(false);
  });
});

describe('a surplus over an unused window', () => {
  const surplus = (wait: number | undefined, ...samples: readonly (readonly Sample[])[]) => servedSurplus(spent(wait, ...samples));
  test('is one request more than a window of one piece serves', () => {
    expect(surplus(60, at(0, 11), rejected(0))).toEqual({ served: 11, most: 10 });
    expect(surplus(60, at(0, 10), rejected(0))).toBeUndefined();
  });
  test('is none where a window began in between, a bucket refilled, or nothing was rejected', () => {
    expect(surplus(50, at(0, 1), at(25, 10), rejected(30))).toBeUndefined();
    expect(surplus(6, at(0, 10), at(6, 1), rejected(6))).toBeUndefined();
    expect(surplus(60, at(0, 11))).toBeUndefined();
  });
});

test('The first response says whether a window has room', () => {
  const first = (limit: number, remaining: number): readonly Sample[] => [{ at: now, status: 200, limit, remaining }];
  const [single, triple] = [inRequests(window, 1), inRequests(window, 3)];
  expect(toldRoom(single, 10, first(10, 9))).toBe(true);
  expect(toldRoom(single, 10, first(10, 8))).toBe(false);
  expect(toldRoom(single, 10, first(100, 99))).toBe(false);
  expect(toldRoom(single, 10, [])).toBe(false);
  expect(toldRoom(triple, 3, first(10, 6))).toBe(true);
  expect(toldRoom(triple, 3, first(10, 5))).toBe(false);
});

import { describe, expect, test } from 'vitest';
import type { Json } from '../../../spec/contract.ts';
import type { RateLimit } from '../../../spec/quotas.ts';
import { inconclusive } from '../../../suites/engine/check.ts';
import { expectDescribed, expectRetryForms, expectRetryWithin, retryTimes } from '../../../suites/expectations/retry.ts';
import { answered, dateAt, context, now, reply, ruledBy, silent } from './evidence.ts';
import { inRequests } from '../../../suites/expectations/limiter.ts';

const { contract } = context;
const field = '$response.header.Retry-After';
const inBody = '$response.body#/error/retry_after';
const placeInBody = { expression: inBody, pointer: '/error/retry_after' };
const window = { label: '10/minute', limit: 10, seconds: 60 };

/** A 429 so many seconds from now, with retry times and other fields. */
function rejection(
  header: string | number | undefined,
  inside?: unknown,
  { after = 0, status = 429, fields = [] as readonly string[] } = {},
) {
  const retry = header === undefined ? [] : ['Retry-After', String(header)];
  const body = inside === undefined ? '' : JSON.stringify({ error: { retry_after: inside } });
  return answered(reply(status, ['Date', dateAt(now + after), ...retry, ...fields], body));
}

describe('retry times', () => {
  test.each<readonly [string, Parameters<typeof rejection>, readonly number[]]>([
    ['in both places', [30, 31], [30, 31]],
    ['as a date', [dateAt(now + 45)], [45]],
    ['as a date in the past', [dateAt(now - 5)], [-5]],
    ['as a leap second', ['Sat, 31 Dec 2016 23:59:60 GMT'], [1_483_228_799 - now]],
    ['as an invalid date', ['Fri, 45 Jan 2027 08:00:00 GMT'], []],
    ['as an ISO 8601 date', ['2027-01-15T08:00:30Z'], []],
    ['as a fraction', ['1.5', 1.5], []],
    ['not there', [undefined], []],
  ])('are read: %s', (_, given, expected) =>
    expect(retryTimes(rejection(...given), contract).map(({ seconds }) => seconds)).toEqual(expected),
  );
});

describe('the form of a retry time', () => {
  const judged = (given: Parameters<typeof rejection>, form: RateLimit['retryAfterForm'] = 'delta-seconds') =>
    expectRetryForms(
      rejection(...given),
      ruledBy({
        retryAfterForm: form,
        retryAfter: [
          { expression: field, header: 'Retry-After' },
          { ...placeInBody, form: 'delta-seconds' },
        ],
      }),
    );
  test('is right: digits, a date, a number in a body', () => {
    expect(judged([30, 30])).toEqual([]);
    expect(judged([dateAt(now + 30), 30], 'http-date')).toEqual([]);
  });

  type Form = RateLimit['retryAfterForm'];
  test.each<readonly [Parameters<typeof rejection>, Form, string, string]>([
    [[undefined, 30], 'delta-seconds', field, 'delta-seconds'],
    [[30], 'delta-seconds', inBody, 'json-number'],
    [[undefined, 30], 'http-date', field, 'http-date'],
  ])('is missing: %j if %s is documented', (given, documented, at, form) =>
    expect(judged(given, documented)).toEqual([{ code: 'retry-time-missing', at, expected: { kind: 'form', form }, exchange: silent.id }]),
  );
  test.each<readonly [Parameters<typeof rejection>, Form, string, string, Json, string]>([
    [['1.5', 30], 'delta-seconds', field, 'delta-seconds', '1.5', 'delta-decimal'],
    [[now + 30, 30], 'delta-seconds', field, 'delta-seconds', String(now + 30), 'epoch-seconds'],
    [[dateAt(now), 30], 'delta-seconds', field, 'delta-seconds', dateAt(now), 'http-date'],
    [[30, 30], 'http-date', field, 'http-date', '30', 'delta-seconds'],
    [[30, '30'], 'delta-seconds', inBody, 'json-number', '30', 'delta-seconds'],
    [[30, 1.5], 'delta-seconds', inBody, 'whole-number', 1.5, 'delta-decimal'],
    [[30, -1], 'delta-seconds', inBody, 'whole-number', -1, 'other'],
  ])('is wrong: %j if %s is documented', (given, documented, at, form, actual, found) =>
    expect(judged(given, documented)).toEqual([
      { code: 'wrong-retry-form', at, expected: { kind: 'form', form }, actual, exchange: silent.id, details: { form: found } },
    ]),
  );
});

describe('a retry time in a form of its own', () => {
  const milliseconds = ruledBy({
    retryAfter: [
      { expression: field, header: 'Retry-After' },
      { ...placeInBody, form: 'delta-milliseconds' },
    ],
  });
  const dates = ruledBy({ retryAfterForm: 'epoch-milliseconds', retryAfter: [{ ...placeInBody, form: 'iso-8601' }] });

  test('is read in that form', () => {
    expect(retryTimes(rejection(30, 29_500), milliseconds).map(({ seconds }) => seconds)).toEqual([30, 29.5]);
    expect(retryTimes(rejection(undefined, '2027-01-15T08:00:30Z'), dates).map(({ seconds }) => seconds)).toEqual([30]);
  });
  test('is right if it has that form', () => {
    expect(expectRetryForms(rejection(30, 29_500), milliseconds)).toEqual([]);
    expect(expectRetryForms(rejection(undefined, '2027-01-15T08:00:30Z'), dates)).toEqual([]);
    expect(expectRetryForms(rejection(30, '29500'), milliseconds)).toMatchObject([{ code: 'wrong-retry-form', at: inBody }]);
    expect(expectRetryForms(rejection(undefined, 30), dates)).toMatchObject([
      { code: 'wrong-retry-form', expected: { kind: 'form', form: 'iso-8601' }, details: { form: 'delta-seconds' } },
    ]);
  });
});

describe('a wait', () => {
  const judged = (first: Parameters<typeof rejection>, later?: Parameters<typeof rejection>) =>
    expectRetryWithin(rejection(...first), later && { ...rejection(...later), id: 'scene#2' }, window, contract);

  test.each([1, 30, 60, 61])('of %i s fits a minute', (seconds) => expect(judged([seconds])).toEqual([]));
  test.each<readonly [Parameters<typeof rejection>, string, Json, number]>([
    [[0], field, '0', 0],
    [[62], field, '62', 62],
    [[30, 0], inBody, 0, 0],
    [[30, 3600], inBody, 3600, 3600],
    [[dateAt(now - 5)], field, dateAt(now - 5), -5],
  ])('does not fit a minute: %j', (given, at, actual, seconds) => {
    const kind = seconds < 0 ? { kind: 'from-now' } : { kind: 'range', unit: 'seconds' };
    expect(judged(given)).toEqual([
      {
        code: 'wrong-retry-after',
        at,
        expected: { ...kind, least: 1, most: 60 },
        actual,
        exchange: silent.id,
        details: { seconds, window: '10/minute' },
      },
    ]);
  });
  test('that is not announced is not judged', () => expect(judged([undefined])).toEqual(inconclusive({ code: 'no-retry-time' })));

  test.each<readonly [string, Parameters<typeof rejection>]>([
    ['got shorter', [25, 25, { after: 5 }]],
    ['got shorter by less, within the rounding', [26, 26, { after: 5 }]],
    ['got shorter by only one', [29, 29, { after: 5 }]],
    ['cannot be expected to have got shorter within a second', [30, 30, { after: 1 }]],
    ['was over', [undefined, undefined, { after: 40, status: 200 }]],
    ['was over, whatever the response announces', [30, 30, { after: 40, status: 200 }]],
    ['was no longer announced', [undefined, undefined, { after: 5 }]],
  ])('%s', (_, later) => expect(judged([30, 30], later)).toEqual([]));

  test.each<readonly [string, Parameters<typeof rejection>, string, number, number]>([
    ['stayed', [30, 30, { after: 5 }], field, 30, 5],
    ['stayed for two seconds', [30, 30, { after: 2 }], field, 30, 2],
    ['grew', [35, 25, { after: 5 }], field, 35, 5],
    ['stayed in the body alone', [25, 30, { after: 5 }], inBody, 30, 5],
    ['stayed, and is announced nowhere else', [undefined, 30, { after: 5 }], inBody, 30, 5],
  ])('%s', (_, later, at, after, passed) =>
    expect(judged([30, 30], later)).toEqual([
      {
        code: 'wait-not-shorter',
        at,
        expected: { kind: 'change', exchange: silent.id, by: -1, exact: false },
        actual: at === field ? String(after) : after,
        exchange: 'scene#2',
        details: { before: 30, after, passed },
      },
    ]),
  );
  test('until a date has to end at the same date', () =>
    expect(judged([dateAt(now + 30)], [dateAt(now + 40), undefined, { after: 5 }])).toMatchObject([
      {
        code: 'wait-not-shorter',
        expected: { kind: 'same-as', exchange: silent.id, value: dateAt(now + 30) },
        actual: dateAt(now + 40),
        details: { before: 30, after: 35, passed: 5 },
      },
    ]));
});

describe('the headers of a 429', () => {
  const [limitAt, remainingAt, resetAt] = ['Limit', 'Remaining', 'Reset'].map((name) => `$response.header.X-RateLimit-${name}`);
  const judged = (limit: string, remaining: string, reset: string, retry: string | undefined = '30') =>
    expectDescribed(
      rejection(retry, undefined, { fields: ['X-RateLimit-Limit', limit, 'X-RateLimit-Remaining', remaining, 'X-RateLimit-Reset', reset] }),
      inRequests(window, 1),
      contract,
    );
  test.each([
    ['the exhausted window', '10', '0', String(now + 30)],
    ['it two seconds late', '10', '0', String(now + 32)],
    ['it two seconds early', '10', '0', String(now + 28)],
    ['it without a readable limit', 'ten', '0', String(now + 30)],
    ['it without a readable reset', '10', '0', 'soon'],
  ])('describe %s', (_, limit, remaining, reset) => expect(judged(limit, remaining, reset)).toEqual([]));
  test('need not agree with a wait that cannot be read', () => expect(judged('10', '0', String(now + 3600), 'later')).toEqual([]));

  const aroundWait = { kind: 'from-now', least: 28, most: 32 };
  test.each([
    ['100', '0', 30, { code: 'other-window-described', at: limitAt, expected: { kind: 'one-of', values: [10] }, actual: 100 }],
    ['10', '1', 30, { code: 'remaining-in-429', at: remainingAt, expected: { kind: 'one-of', values: [0] }, actual: 1 }],
    [
      '10',
      '0',
      33,
      { code: 'reset-differs-from-retry', at: resetAt, expected: aroundWait, actual: String(now + 33), details: { reset: 33, wait: 30 } },
    ],
    [
      '10',
      '0',
      27,
      { code: 'reset-differs-from-retry', at: resetAt, expected: aroundWait, actual: String(now + 27), details: { reset: 27, wait: 30 } },
    ],
  ])('with a limit of %s, %s left and a reset in %i s', (limit, remaining, seconds, expected) =>
    expect(judged(limit, remaining, String(now + seconds))).toMatchObject([{ ...expected, exchange: silent.id }]),
  );
  test('without a count are not judged', () =>
    expect(judged('10', 'none', String(now + 30))).toEqual(inconclusive({ code: 'value-not-reported', value: 'remaining count' })));
});

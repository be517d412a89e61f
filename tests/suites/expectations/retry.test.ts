import { describe, expect, test } from 'vitest';
import type { RateLimit } from '../../../spec/contract.ts';
import { expectDescribed, expectRetryForms, expectRetryWithin, retryTimes } from '../../../suites/expectations/retry.ts';
import { answered, dateAt, inShort, context, now, reply, ruledBy } from './evidence.ts';

const { contract } = context;
const field = '$response.header.Retry-After';
const inBody = '$response.body#/error/retry_after';
const window = { label: '10/minute', limit: 10, seconds: 60 };

/** A 429 so many seconds from now, with retry times and other fields. */
function refusal(
  header: string | number | undefined,
  inside?: unknown,
  { after = 0, status = 429, fields = [] as readonly string[] } = {},
) {
  const retry = header === undefined ? [] : ['Retry-After', String(header)];
  const body = inside === undefined ? '' : JSON.stringify({ error: { retry_after: inside } });
  return answered(reply(status, ['Date', dateAt(now + after), ...retry, ...fields], body));
}

describe('retry times', () => {
  test.each<readonly [string, Parameters<typeof refusal>, readonly number[]]>([
    ['in both places', [30, 31], [30, 31]],
    ['as a date', [dateAt(now + 45)], [45]],
    ['as a date that is past', [dateAt(now - 5)], [-5]],
    ['as a leap second', ['Sat, 31 Dec 2016 23:59:60 GMT'], [1_483_228_799 - now]],
    ['as a date that is none', ['Fri, 45 Jan 2027 08:00:00 GMT'], []],
    ['as an ISO 8601 date', ['2027-01-15T08:00:30Z'], []],
    ['as a fraction', ['1.5', 1.5], []],
    ['not there', [undefined], []],
  ])('are read: %s', (_, given, expected) =>
    expect(retryTimes(refusal(...given), contract).map(({ seconds }) => seconds)).toEqual(expected),
  );
});

describe('the form of a retry time', () => {
  const told = (given: Parameters<typeof refusal>, form: RateLimit['retryAfterForm'] = 'delta-seconds') =>
    inShort(expectRetryForms(refusal(...given), ruledBy({ retryAfterForm: form })));
  test('is right: digits, a date, a number in a body', () => {
    expect(told([30, 30])).toEqual([]);
    expect(told([dateAt(now + 30), 30], 'http-date')).toEqual([]);
  });
  test.each<readonly [Parameters<typeof refusal>, RateLimit['retryAfterForm'], string]>([
    [[undefined, 30], 'delta-seconds', `no retry time at ${field}: nothing instead of whole seconds, digits only`],
    [['1.5', 30], 'delta-seconds', `a fraction at ${field}: 1.5 instead of whole seconds, digits only`],
    [[now + 30, 30], 'delta-seconds', `epoch-seconds at ${field}: ${now + 30} instead of whole seconds, digits only`],
    [[dateAt(now), 30], 'delta-seconds', `http-date at ${field}: ${dateAt(now)} instead of whole seconds, digits only`],
    [[30, 30], 'http-date', `delta-seconds at ${field}: 30 instead of an HTTP date`],
    [[30], 'delta-seconds', `no retry time at ${inBody}: nothing instead of whole seconds, as a JSON number`],
    [[30, '30'], 'delta-seconds', `delta-seconds at ${inBody}: 30 instead of whole seconds, as a JSON number`],
    [[30, 1.5], 'delta-seconds', `a fraction at ${inBody}: 1.5 instead of whole seconds, as a JSON number`],
    [[30, -1], 'delta-seconds', `no time at ${inBody}: -1 instead of whole seconds, as a JSON number`],
  ])('is wrong: %j where %s is documented', (given, form, expected) => expect(told(given, form)).toEqual([expected]));
});

describe('a wait', () => {
  const told = (first: Parameters<typeof refusal>, again?: Parameters<typeof refusal>) =>
    inShort(expectRetryWithin(refusal(...first), again && refusal(...again), window, contract));
  const impossible = (seconds: number, where: string) =>
    `no wait that this window could ask for at ${where}: ${seconds} s instead of 1 to 60 s (10/minute)`;

  test.each([1, 30, 60, 61])('of %i s is one that a minute may ask for', (seconds) => expect(told([seconds])).toEqual([]));
  test.each<readonly [Parameters<typeof refusal>, string]>([
    [[0], impossible(0, field)],
    [[62], impossible(62, field)],
    [[30, 0], impossible(0, inBody)],
    [[30, 3600], impossible(3600, inBody)],
    [[dateAt(now - 5)], impossible(-5, field)],
  ])('is none that a minute may ask for: %j', (given, expected) => expect(told(given)).toEqual([expected]));
  test('that nothing tells is not judged', () => expect(told([undefined])).toEqual(['inconclusive: there is no retry time to judge']));

  test.each<readonly [string, Parameters<typeof refusal>]>([
    ['got shorter', [25, 25, { after: 5 }]],
    ['got shorter by less, within the rounding', [26, 26, { after: 5 }]],
    ['got shorter by one alone, which is less than nothing at all', [29, 29, { after: 5 }]],
    ['cannot be expected to have got shorter within a second', [30, 30, { after: 1 }]],
    ['was over', [undefined, undefined, { after: 40, status: 200 }]],
    ['was over, whatever an answer says besides', [30, 30, { after: 40, status: 200 }]],
    ['was told no more', [undefined, undefined, { after: 5 }]],
  ])('%s', (_, again) => expect(told([30, 30], again)).toEqual([]));

  test.each<readonly [string, Parameters<typeof refusal>, string]>([
    ['stayed', [30, 30, { after: 5 }], `the wait does not get shorter at ${field}: 30 s instead of about 25 s, 5 s later`],
    ['stayed for two seconds', [30, 30, { after: 2 }], `the wait does not get shorter at ${field}: 30 s instead of about 28 s, 2 s later`],
    ['grew', [35, 25, { after: 5 }], `the wait does not get shorter at ${field}: 35 s instead of about 25 s, 5 s later`],
    [
      'stayed in the body alone',
      [25, 30, { after: 5 }],
      `the wait does not get shorter at ${inBody}: 30 s instead of about 25 s, 5 s later`,
    ],
    [
      'stayed, and is told nowhere else',
      [undefined, 30, { after: 5 }],
      `the wait does not get shorter at ${inBody}: 30 s instead of about 25 s, 5 s later`,
    ],
  ])('%s', (_, again, expected) => expect(told([30, 30], again)).toEqual([expected]));
});

describe('the fields of a refusal', () => {
  const told = (limit: string, remaining: string, reset: string, retry: string | undefined = '30') =>
    inShort(
      expectDescribed(
        refusal(retry, undefined, { fields: ['X-RateLimit-Limit', limit, 'X-RateLimit-Remaining', remaining, 'X-RateLimit-Reset', reset] }),
        window,
        contract,
      ),
    );
  test.each([
    ['the window that is spent', '10', '0', String(now + 30)],
    ['it two seconds late', '10', '0', String(now + 32)],
    ['it two seconds early', '10', '0', String(now + 28)],
    ['it without a limit that can be read', 'ten', '0', String(now + 30)],
    ['it without a reset that can be read', '10', '0', 'soon'],
  ])('describe %s', (_, limit, remaining, reset) => expect(told(limit, remaining, reset)).toEqual([]));
  test('need not agree with a wait that cannot be read', () => expect(told('10', '0', String(now + 3600), 'later')).toEqual([]));
  test.each([
    ['100', '0', String(now + 30), 'describes another window at $response.header.X-RateLimit-Limit: 100 instead of 10 (10/minute)'],
    ['10', '1', String(now + 30), 'something remains at $response.header.X-RateLimit-Remaining: 1 instead of 0'],
    [
      '10',
      '0',
      String(now + 33),
      'the reset is not the retry time at $response.header.X-RateLimit-Reset: 33 s from now instead of 30 s from now',
    ],
    [
      '10',
      '0',
      String(now + 27),
      'the reset is not the retry time at $response.header.X-RateLimit-Reset: 27 s from now instead of 30 s from now',
    ],
    ['10', 'none', String(now + 30), 'inconclusive: there is no remainder to judge'],
  ])('with a limit of %s, %s left and a reset at %s', (limit, remaining, reset, expected) =>
    expect(told(limit, remaining, reset)).toEqual([expected]),
  );
});

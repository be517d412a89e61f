import { describe, expect, test } from 'vitest';
import type { RateLimit } from '../../../spec/contract.ts';
import { expectFields, expectResetWithin, fellTooLittle, formOf, planOf, steps, timeAt } from '../../../suites/expectations/rate-fields.ts';
import { answered, dateAt, inShort, context, metered, now, reply, ruledBy } from './evidence.ts';

const { contract } = context;

describe('the form of a time', () => {
  test.each([
    ['0', 'delta-seconds'],
    ['999999999', 'delta-seconds'],
    ['1800000000', 'epoch-seconds'],
    ['18000000000', 'epoch-seconds'],
    ['180000000000', 'milliseconds since the epoch'],
    ['1800000000000', 'milliseconds since the epoch'],
    ['1800000000.25', 'a fraction'],
    ['12.5', 'a fraction'],
    ['0.125', 'a fraction'],
    ['2027-01-15T08:00:00Z', 'an ISO 8601 date'],
    ['2027-01-15T08:00:00.123+01:00', 'an ISO 8601 date'],
    ['Fri, 15 Jan 2027 08:00:00 GMT', 'http-date'],
    ['Fri, 15 Jan 2027 08:00:00 UTC', 'no time'],
    ['Fri, 45 Jan 2027 08:00:00 GMT', 'no time'],
    ['Fri, 15 Foo 2027 08:00:00 GMT', 'no time'],
    ['Friday, 15-Jan-27 08:00:00 GMT', 'no time'],
    ['', 'no time'],
    ['soon', 'no time'],
    ['-5', 'no time'],
    ['5 s', 'no time'],
    ['in 5', 'no time'],
    ['+1800000000', 'no time'],
    ['1800000000 s', 'no time'],
    ['+1800000000000', 'no time'],
    ['1800000000000 ms', 'no time'],
    ['-0.5', 'no time'],
    ['0.5s', 'no time'],
    ['.5', 'no time'],
    ['2027-01-15', 'no time'],
    ['at 2027-01-15T08:00:00Z', 'no time'],
  ])('"%s" is %s', (text, form) => expect(formOf(text)).toBe(form));

  test.each([
    [30, 'delta-seconds'],
    [1.5, 'a fraction'],
    [undefined, 'no time'],
    [null, 'no time'],
    [[30], 'no time'],
  ])('%j, a value of a body, is %s', (value, form) => expect(formOf(value)).toBe(form));
});

describe('the clock of the target', () => {
  test('is the field Date', () => expect(timeAt(answered(reply(200, ['Date', dateAt(now + 7)])))).toBe(now + 7));
  test.each([[[]], [['Date', 'some day']]])('is ours where it sends %j', (headers) =>
    expect(timeAt(answered(reply(200, headers), { startedAt: now * 1000 + 500 }))).toBe(now + 0.5),
  );
});

describe('the documented fields', () => {
  const [limit, remaining, reset] = ['X-RateLimit-Limit', 'X-RateLimit-Remaining', 'X-RateLimit-Reset'];
  const told = (...headers: readonly string[]) => inShort(expectFields(answered(reply(200, headers)), contract));
  const at = (name: string) => `at $response.header.${name}:`;

  test('are right once each, the reset in any form', () => {
    expect(told(limit, '100', remaining, '0', reset, 'soon')).toEqual([]);
    expect(told(limit, '100', remaining, '99', reset, '1800000000')).toEqual([]);
  });

  test.each([
    [[remaining, '9', reset, '1'], `a field is missing ${at(limit)} none (testAuth, 200) instead of one such field`],
    [[limit, '9', reset, '1'], `a field is missing ${at(remaining)} none (testAuth, 200) instead of one such field`],
    [[limit, '9', remaining, '9'], `a field is missing ${at(reset)} none (testAuth, 200) instead of one such field`],
    [[limit, '9', remaining, '9', reset, '1', limit, '9'], `a field stands twice ${at(limit)} 2 (testAuth, 200) instead of one such field`],
    [
      [limit, '9', remaining, '9', reset, '1', reset, '1', reset, '2'],
      `a field stands twice ${at(reset)} 3 (testAuth, 200) instead of one such field`,
    ],
    [[limit, '9.5', remaining, '9', reset, '1'], `no whole number ${at(limit)} 9.5 (testAuth, 200) instead of digits`],
    [[limit, '9', remaining, '-1', reset, '1'], `no whole number ${at(remaining)} -1 (testAuth, 200) instead of digits`],
  ])('%j', (headers, expected) => expect(told(...headers)).toEqual([expected]));

  test('are not looked for where the document puts them into the body', () => {
    const inBody = ruledBy({ limit: [{ expression: '$response.body#/limit', pointer: '/limit' }], remaining: [], reset: [] });
    expect(expectFields(answered(reply(200)), inBody)).toEqual([]);
  });
});

describe('a reset', () => {
  const told = (reset: number | undefined) => inShort(expectResetWithin(metered(reset === undefined ? {} : { reset }), contract, 60));
  test.each([undefined, now - 2, now, now + 60, now + 62])('may be at %s, two seconds of rounding included', (reset) =>
    expect(told(reset)).toEqual([]),
  );
  test.each([
    [now - 3, 'the reset is past at $response.header.X-RateLimit-Reset: -3 s from now instead of 0 to 60 s from now'],
    [now + 63, 'the reset is too far away at $response.header.X-RateLimit-Reset: 63 s from now instead of 0 to 60 s from now'],
  ])('may not be at %i', (reset, expected) => expect(told(reset)).toEqual([expected]));
});

describe('two answers in a row', () => {
  type Fields = Parameters<typeof metered>[0];
  const step = (one: Fields, other: Fields, rules = contract) => steps([metered(one), metered(other, 4)], rules)[0];
  const before = { limit: 10, remaining: 8, reset: now + 30 };

  test('tell how much was taken in how many seconds', () =>
    expect(step(before, { ...before, remaining: 5 })).toEqual({ before: 8, after: 5, fell: 3, seconds: 4, moved: false }));

  test.each<readonly [string, Fields, Fields]>([
    ['no remainder first', { limit: 10 }, before],
    ['no remainder then', before, { limit: 10 }],
    ['no remainder at all', { limit: 10 }, { limit: 10 }],
    ['another window then', before, { ...before, limit: 100 }],
  ])('cannot be compared: %s', (_, one, other) => expect(step(one, other)).toBeUndefined());

  test.each<readonly [RateLimit['resetForm'], Fields['reset'], Fields['reset'], boolean]>([
    ['epoch-seconds', now + 30, now + 30, false],
    ['epoch-seconds', now + 30, now + 31, true],
    ['epoch-seconds', now + 30, now + 29, true],
    ['epoch-seconds', undefined, undefined, false],
    ['epoch-seconds', undefined, now + 30, true],
    ['epoch-seconds', now + 30, undefined, true],
    // Four seconds later four seconds less are left, give or take the rounding.
    ['delta-seconds', 30, 26, false],
    ['delta-seconds', 30, 27, false],
    ['delta-seconds', 30, 25, false],
    ['delta-seconds', 30, 28, true],
    ['delta-seconds', 5, 60, true],
    ['http-date', dateAt(now + 30), dateAt(now + 30), false],
    ['http-date', dateAt(now + 30), dateAt(now + 31), true],
  ])('in %s: a reset of %s, then %s is of another window: %s', (form, one, other, moved) => {
    const rules = ruledBy({ resetForm: form });
    const fields = (reset: Fields['reset']) => ({ limit: 10, remaining: 8, ...(reset !== undefined && { reset }) });
    expect(step(fields(one), fields(other), rules)).toMatchObject({ moved });
  });
});

describe('a remainder', () => {
  test.each([
    [0, 1, 0, true],
    [1, 1, 0, false],
    [1, 2, 0, true],
    // One unit was given back in part, and may be shown in whole.
    [0, 1, 0.5, false],
    [0, 2, 0.5, true],
    [0, 2, 1, true],
    [1, 2, 1, false],
    [2, 4, 1, true],
    [0, 2, 1.1, false],
    [3, 3, 9, false],
    // Our clock was set back.
    [1, 1, -5, false],
  ])('that fell by %i for %i requests while %d units came back has fallen too little: %s', (fell, requests, freed, expected) =>
    expect(fellTooLittle(fell, requests, freed)).toBe(expected),
  );
});

test('nobody knows the plan of a principal that the configuration does not name', () => {
  expect(planOf(context, { principal: 'nobody' })).toBeUndefined();
  expect(planOf(context, {})).toBeUndefined();
});

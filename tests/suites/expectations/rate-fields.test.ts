import { describe, expect, test } from 'vitest';
import { tollRoads } from '../../../cli/prove/documents/toll-roads.ts';
import { weather } from '../../../cli/prove/documents/weather.ts';
import type { Contract } from '../../../spec/contract.ts';
import type { RateLimit } from '../../../spec/quotas.ts';
import {
  expectFields,
  expectResetWithin,
  expectUncharged,
  fellTooLittle,
  planOf,
  quotaChanges,
  timeAt,
} from '../../../suites/expectations/rate-fields.ts';
import { answered, dateAt, context, metered, now, reply, ruledBy, silent } from './evidence.ts';
import { formOf } from '../../../suites/expectations/times.ts';

const { contract } = context;

describe('the form of a time', () => {
  test.each([
    ['0', 'delta-seconds'],
    ['999999999', 'delta-seconds'],
    ['1800000000', 'epoch-seconds'],
    ['18000000000', 'epoch-seconds'],
    ['180000000000', 'epoch-milliseconds'],
    ['1800000000000', 'epoch-milliseconds'],
    ['12.5', 'delta-decimal'],
    ['0.125', 'delta-decimal'],
    ['2027-01-15T08:00:00Z', 'iso-8601'],
    ['2027-01-15T08:00:00.123+01:00', 'iso-8601'],
    ['Fri, 15 Jan 2027 08:00:00 GMT', 'http-date'],
    ['Fri, 15 Jan 2027 08:00:00 UTC', 'other'],
    ['Fri, 45 Jan 2027 08:00:00 GMT', 'other'],
    ['Fri, 15 Foo 2027 08:00:00 GMT', 'other'],
    ['Friday, 15-Jan-27 08:00:00 GMT', 'other'],
    ['', 'other'],
    ['soon', 'other'],
    ['-5', 'other'],
    ['5 s', 'other'],
    ['in 5', 'other'],
    ['+1800000000', 'other'],
    ['1800000000 s', 'other'],
    ['+1800000000000', 'other'],
    ['1800000000000 ms', 'other'],
    ['-0.5', 'other'],
    ['0.5s', 'duration'],
    ['1m30s', 'duration'],
    ['PT1M30S', 'iso-duration'],
    ['1800000000.25', 'epoch-decimal'],
    ['.5', 'other'],
    ['2027-01-15', 'other'],
    ['at 2027-01-15T08:00:00Z', 'other'],
  ])('"%s" is %s', (text, form) => expect(formOf(text)).toBe(form));

  test.each([
    [30, 'delta-seconds'],
    [1.5, 'delta-decimal'],
    [undefined, 'other'],
    [null, 'other'],
    [[30], 'other'],
  ])('%j, a value of a body, is %s', (value, form) => expect(formOf(value)).toBe(form));
});

describe('the clock of the target', () => {
  test('is the Date header', () => expect(timeAt(answered(reply(200, ['Date', dateAt(now + 7)])))).toBe(now + 7));
  test.each([[[]], [['Date', 'some day']]])('is the machine’s own if the target sends %j', (headers) =>
    expect(timeAt(answered(reply(200, headers), { startedAt: now * 1000 + 500 }))).toBe(now + 0.5),
  );
});

describe('the documented headers', () => {
  const [limit, remaining, reset] = ['X-RateLimit-Limit', 'X-RateLimit-Remaining', 'X-RateLimit-Reset'];
  const judged = (...headers: readonly string[]) => expectFields(answered(reply(200, headers)), contract);

  test('are right once each, the reset in any form', () => {
    expect(judged(limit, '100', remaining, '0', reset, 'soon')).toEqual([]);
    expect(judged(limit, '100', remaining, '99', reset, '1800000000')).toEqual([]);
  });

  const [once, whole] = [{ kind: 'once' }, { kind: 'form', form: 'whole-number' }];
  test.each([
    [[remaining, '9', reset, '1'], 'rate-limit-header-missing', limit, once, undefined],
    [[limit, '9', reset, '1'], 'rate-limit-header-missing', remaining, once, undefined],
    [[limit, '9', remaining, '9'], 'rate-limit-header-missing', reset, once, undefined],
    [[limit, '9', remaining, '9', reset, '1', limit, '9'], 'rate-limit-header-repeated', limit, once, '9, 9'],
    [[limit, '9', remaining, '9', reset, '1', reset, '1', reset, '2'], 'rate-limit-header-repeated', reset, once, '1, 1, 2'],
    [[limit, '9.5', remaining, '9', reset, '1'], 'not-a-whole-number', limit, whole, '9.5'],
    [[limit, '9', remaining, '-1', reset, '1'], 'not-a-whole-number', remaining, whole, '-1'],
  ])('%j: %s', (headers, code, name, expected, actual) =>
    expect(judged(...headers)).toEqual([
      { code, at: `$response.header.${name}`, expected, ...(actual !== undefined && { actual }), exchange: silent.id },
    ]),
  );

  test('are not looked for if the document puts them into the body', () => {
    const inBody = ruledBy({ limit: [{ expression: '$response.body#/limit', pointer: '/limit' }], remaining: [], reset: [] });
    expect(expectFields(answered(reply(200)), inBody)).toBeUndefined();
  });
});

describe('a reset', () => {
  const judged = (reset: number | undefined) => expectResetWithin(metered(reset === undefined ? {} : { reset }), contract, 60);
  test.each([undefined, now - 2, now, now + 60, now + 62])('may be at %s, two seconds of rounding included', (reset) =>
    expect(judged(reset)).toEqual([]),
  );
  test.each([
    [now - 3, 'reset-in-the-past', 3],
    [now + 63, 'reset-too-late', 63],
  ])('may not be at %i: %s', (reset, code, seconds) =>
    expect(judged(reset)).toEqual([
      {
        code,
        at: '$response.header.X-RateLimit-Reset',
        expected: { kind: 'from-now', least: 0, most: 60 },
        actual: String(reset),
        exchange: silent.id,
        details: { seconds },
      },
    ]),
  );
});

describe('requests that must not be charged', () => {
  const judged = (before: number, after: number, reset = now + 30) => {
    const probes = {
      before: metered({ limit: 10, remaining: before, reset: now + 30 }),
      after: metered({ limit: 10, remaining: after, reset }),
    };
    return expectUncharged({ probes, case: {} }, context);
  };
  test('were not, if the remaining count fell by one', () => expect(judged(8, 7)).toEqual([]));
  test('were, if it fell by more', () =>
    expect(judged(8, 5)).toEqual([
      {
        code: 'rejection-charged',
        at: '$response.header.X-RateLimit-Remaining',
        expected: { kind: 'change', exchange: silent.id, by: -1, exact: true },
        actual: 5,
        exchange: silent.id,
        details: { before: 8, after: 5 },
      },
    ]));
  test('are not judged if it did not fall, in a different window, or without counts', () => {
    expect(judged(8, 8)).toBeUndefined();
    expect(judged(8, 5, now + 90)).toBeUndefined();
    expect(
      expectUncharged(
        { probes: { before: metered({ limit: 10, remaining: 8 }), after: metered({ limit: 20, remaining: 7 }) }, case: {} },
        context,
      ),
    ).toBeUndefined();
  });
});

describe('two responses in a row', () => {
  type Fields = Parameters<typeof metered>[0];
  const step = (one: Fields, other: Fields, rules = contract) => quotaChanges([metered(one), metered(other, 4)], rules)[0];
  const before = { limit: 10, remaining: 8, reset: now + 30 };

  test('show how much was taken in how many seconds', () =>
    expect(step(before, { ...before, remaining: 5 })).toEqual({
      before: 8,
      after: 5,
      first: silent.id,
      second: silent.id,
      fell: 3,
      seconds: 4,
      moved: false,
      isOver: false,
    }));

  test.each<readonly [string, Fields, Fields]>([
    ['no count first', { limit: 10 }, before],
    ['no count then', before, { limit: 10 }],
    ['no count at all', { limit: 10 }, { limit: 10 }],
    ['a different window then', before, { ...before, limit: 100 }],
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
  ])('in %s: a reset of %s, then %s is of a different window: %s', (form, one, other, moved) => {
    const rules = ruledBy({ resetForm: form });
    const fields = (reset: Fields['reset']) => ({ limit: 10, remaining: 8, ...(reset !== undefined && { reset }) });
    expect(step(fields(one), fields(other), rules)).toMatchObject({ moved });
  });
});

describe('a remaining count', () => {
  test.each([
    [0, 1, 0, true],
    [1, 1, 0, false],
    [1, 2, 0, true],
    // One unit was given back in part, and can be shown in whole.
    [0, 1, 0.5, false],
    [0, 2, 0.5, true],
    [0, 2, 1, true],
    [1, 2, 1, false],
    [2, 4, 1, true],
    [0, 2, 1.1, false],
    [3, 3, 9, false],
    // The clock of this machine was set back.
    [1, 1, -5, false],
  ])('that fell by %i for %i requests while %d units came back has fallen too little: %s', (fell, requests, freed, expected) =>
    expect(fellTooLittle(fell, requests, freed)).toBe(expected),
  );
});

test('the plan of a principal that the configuration does not name is unknown', () => {
  expect(planOf(context, { principal: 'nobody' })).toBeUndefined();
  expect(planOf(context, {})).toBeUndefined();
});

describe('rate-limit headers that are missing', () => {
  const missing = (document: Contract, operation: string, status: number) =>
    expectFields({ ...answered(reply(status)), operation }, document)?.length;
  test('are demanded of the responses that declare them', () => {
    expect(missing(tollRoads(), 'listRoads', 200)).toBe(3);
    expect(missing(tollRoads(), 'listRoads', 420)).toBe(3);
    expect(missing(weather(), 'listStations', 403)).toBe(3);
  });
  test('are not demanded of others, if the extension does not name them', () => {
    expect([403, 404, 429].map((status) => missing(tollRoads(), 'listRoads', status))).toEqual([undefined, undefined, undefined]);
  });
  test('are demanded of every response except a 403, if the extension names them', () => {
    const { id } = contract.operations[0]!;
    expect([200, 404, 409].map((status) => missing(contract, id, status))).toEqual([3, 3, 3]);
    expect(missing(contract, id, 403)).toBeUndefined();
  });
});

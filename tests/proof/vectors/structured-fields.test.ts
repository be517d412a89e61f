/**
 * The examples of the standards themselves, against the parsers and writers of both sides.
 *
 * @module
 * @see RFC 9651 §3; draft-ietf-httpapi-ratelimit-headers-11 §3; draft-ietf-httpapi-ratelimit-headers-11 §4
 */
import { describe, expect, test } from 'vitest';
import { malformedItems, numericParameter, policyField, rateItems, serviceField } from '../../../suites/expectations/structured.ts';
import type { Reply } from '../../../suites/http/target.ts';

const reply = (field: string, ...lines: readonly string[]): Reply => ({
  status: 200,
  headers: lines.flatMap((line) => [field, line]),
  body: '',
});

/** The items of a field with the numbers that some of their parameters have. */
const numbers = (field: string, names: readonly string[], ...lines: readonly string[]) =>
  rateItems(reply(field, ...lines), field)?.map((item) => [item.name, ...names.map((name) => numericParameter(item, name))]);

describe('RateLimit-Policy (draft-ietf-httpapi-ratelimit-headers-11 §3)', () => {
  test.each([
    [
      '"burst";q=100;w=60,"daily";q=1000;w=86400',
      [
        ['burst', 100, 60],
        ['daily', 1000, 86_400],
      ],
    ],
    ['"default";q=100;w=10', [['default', 100, 10]]],
    [
      '"permin";q=50;w=60,"perhr";q=1000;w=3600',
      [
        ['permin', 50, 60],
        ['perhr', 1000, 3600],
      ],
    ],
    ['"peruser";q=100;w=60;pk=:cHsdsRa894==:', [['peruser', 100, 60]]],
    ['"peruser";q=65535;qu="content-bytes";w=10;pk=:sdfjLJUOUH==:', [['peruser', 65_535, 10]]],
  ])('%s', (field, items) => {
    expect(numbers(policyField, ['q', 'w'], field)).toEqual(items);
    expect(malformedItems({ id: 'scenario#1', reply: reply(policyField, field) }, policyField)).toEqual([]);
  });
});

describe('RateLimit (draft-ietf-httpapi-ratelimit-headers-11 §4)', () => {
  test.each([
    ['"default";r=50;t=30', [['default', 50, 30]]],
    ['"default";r=999;pk=:dHJpYWwxMjEzMjM=:', [['default', 999, undefined]]],
    ['"day";r=100;t=36000', [['day', 100, 36_000]]],
    ['"default";r=0;t=5', [['default', 0, 5]]],
  ])('%s', (field, items) => {
    expect(numbers(serviceField, ['r', 't'], field)).toEqual(items);
    expect(malformedItems({ id: 'scenario#1', reply: reply(serviceField, field) }, serviceField)).toEqual([]);
  });
});

describe('structured fields (RFC 9651 §3)', () => {
  const names = (...lines: readonly string[]) => rateItems(reply(policyField, ...lines), policyField)?.map(({ name }) => name);

  test('a list of strings, in one line or in several', () => {
    const all = ['foo', 'bar', 'It was the best of times.'];
    expect(names('"foo", "bar", "It was the best of times."')).toEqual(all);
    expect(names('"foo", "bar"', '"It was the best of times."')).toEqual(all);
    expect(names('"hello world"')).toEqual(['hello world']);
  });

  test.each([
    ['a list of tokens', 'sugar, tea, rum'],
    ['a list of inner lists', '("foo" "bar"), ("baz"), ("bat" "one"), ()'],
    ['items with parameters, one of them an inner list', 'abc;a=1;b=2; cde_456, (ghi;jk=4 l);q="9";r=w'],
    ['a dictionary', 'en="Applepie", da=:w4ZibGV0w6ZydGU=:'],
    ['an integer', '42'],
    ['a decimal', '4.5'],
    ['a byte sequence', ':cHJldGVuZCB0aGlzIGlzIGJpbmFyeSBjb250ZW50Lg==:'],
    ['a boolean', '?1'],
    ['a date', '@1659578233'],
  ])('%s is no list of strings', (_, field) => expect(names(field)).toBeUndefined());

  test('a parameter without a value is true, which is no number', () => {
    const [item] = rateItems(reply(policyField, '"foo";a;b=?0;c=1.0'), policyField)!;
    expect([item!.parameters.get('a'), item!.parameters.get('b'), numericParameter(item!, 'a')]).toEqual([true, false, undefined]);
  });
});

import { describe, expect, test } from 'vitest';
import { unchanged, steadyPart } from '../../../suites/expectations/steady.ts';
import type { Reply } from '../../../suites/http/target.ts';
import { answered, inShort, reply } from './evidence.ts';

const bodyOf = (value: unknown, status = 200) => reply(status, [], typeof value === 'string' ? value : JSON.stringify(value));

/** What a reader made from two bodies reads from a third. */
const read = (one: unknown, other: unknown, third: unknown) => steadyPart(bodyOf(one), bodyOf(other))?.(bodyOf(third));

describe('what two answers have in common', () => {
  test.each<readonly [string, readonly [unknown, unknown, unknown], unknown]>([
    [
      'is all where they are the same',
      [
        { a: 1, b: [2] },
        { a: 1, b: [2] },
        { a: 3, b: [4], c: 5 },
      ],
      { a: 3, b: [4], c: 5 },
    ],
    [
      'lacks a member that differs',
      [
        { a: 1, id: 1 },
        { a: 1, id: 2 },
        { a: 1, id: 3 },
      ],
      { a: 1 },
    ],
    ['lacks a member that the first alone has', [{ a: 1, id: 1 }, { a: 1 }, { a: 1, id: 3 }], { a: 1 }],
    ['lacks a member that the second alone has', [{ a: 1 }, { a: 1, id: 1 }, { a: 1, id: 3 }], { a: 1 }],
    [
      'lacks a member inside, and that alone',
      [{ in: { id: 1, a: 1 } }, { in: { id: 2, a: 1 } }, { in: { id: 3, a: 1 }, id: 4 }],
      { in: { a: 1 }, id: 4 },
    ],
    [
      'lacks what is an object once only',
      [
        { a: 1, in: { id: 1 } },
        { a: 1, in: null },
        { a: 1, in: { id: 1 } },
      ],
      { a: 1 },
    ],
    [
      'lacks a list that differs',
      [
        { a: 1, ids: [1] },
        { a: 1, ids: [2] },
        { a: 1, ids: [1] },
      ],
      { a: 1 },
    ],
    [
      'lacks of a text the words that differ',
      [{ a: 'No such thing (ref 1)' }, { a: 'No such thing (ref 2)' }, { a: 'Not your thing (ref 3)' }],
      { a: 'Not your thing (ref …' },
    ],
    ['lacks a text whose words are all others', [{ a: 'one two' }, { a: 'three four' }, { a: 'one two' }], {}],
    ['lacks a text of more words or fewer', [{ a: 'one two' }, { a: 'one' }, { a: 'one two' }], {}],
    ['keeps a text of another number of words', [{ a: 'ref 1' }, { a: 'ref 2' }, { a: 'it is another' }], { a: 'it is another' }],
    [
      'lacks a member of the one object in a list',
      [{ of: [{ id: 1, a: 1 }] }, { of: [{ id: 2, a: 1 }] }, { of: [{ id: 3, a: 2 }] }],
      { of: [{ a: 2 }] },
    ],
    [
      'keeps the same name in another place',
      [
        { id: 1, of: { id: 7 } },
        { id: 2, of: { id: 7 } },
        { id: 3, of: { id: 7 } },
      ],
      { of: { id: 7 } },
    ],
    [
      'keeps the same name in a list',
      [
        { id: 1, of: [{ id: 7 }] },
        { id: 2, of: [{ id: 7 }] },
        { id: 3, of: [{ id: 8 }] },
      ],
      { of: [{ id: 8 }] },
    ],
    [
      'keeps a list in its order',
      [
        [2, 1],
        [2, 1],
        [1, 2],
      ],
      [1, 2],
    ],
  ])('%s', (_, bodies, expected) => expect(JSON.parse(read(...bodies) ?? '')).toEqual(expected));

  test('has no order of members', () => {
    const [one, other] = ['{"a":1,"b":[{"c":2,"d":3}]}', '{"b":[{"d":3,"c":2}],"a":1}'];
    expect(read(one, one, other)).toBe(read(one, one, one));
  });

  test('is a text where that is no JSON', () => {
    expect(read('Not allowed', 'Not allowed', 'Go away')).toBe('Go away');
    expect(read({ id: 1 }, { id: 2 }, 'Go away')).toBe('Go away');
  });

  test.each([
    ['texts', 'at noon', 'near midnight'],
    ['lists', [{ id: 1 }], [{ id: 2 }]],
    ['numbers', 1, 2],
    ['a text and an object', 'Not allowed', { id: 1 }],
    ['an object and a list', { id: 1 }, [{ id: 1 }]],
  ])('is nothing where %s differ as a whole', (_, one, other) => {
    expect(read(one, other, one)).toBeUndefined();
    expect(read(one, other, 'Go away')).toBeUndefined();
  });
});

/** The judgement of an object that reads so before a change, after it, and a second time before. */
const judged = (before: Reply, after: Reply, again = before, rejected = reply(403)) =>
  inShort(unchanged({ before: answered(before), rejected: answered(rejected), after: answered(after), again: answered(again) }));

describe('an object after a rejected change', () => {
  test.each<readonly [string, Reply, Reply, Reply | undefined]>([
    ['in JSON', bodyOf({ name: 'a' }), bodyOf({ name: 'a' }), undefined],
    ['in a text', bodyOf('a'), bodyOf('a'), undefined],
    [
      'but for what changes by itself',
      bodyOf({ name: 'a', readAt: 1 }),
      bodyOf({ name: 'a', readAt: 3 }),
      bodyOf({ name: 'a', readAt: 2 }),
    ],
    ['gone', bodyOf('', 404), bodyOf('', 404), undefined],
  ])('is as it was: %s', (_, before, after, again) => expect(judged(before, after, again)).toEqual([]));

  const differently = 'inconclusive: object-unsteady';
  test.each<readonly [string, Reply, Reply, Reply | undefined, string]>([
    [
      'changed',
      bodyOf({ name: 'a' }),
      bodyOf({ name: 'b' }),
      undefined,
      'object-changed at $response.body: {"name":"b"} instead of {"name":"a"}',
    ],
    ['deleted', bodyOf({ name: 'a' }), bodyOf('', 404), undefined, 'object-changed at $statusCode: 404 instead of 200'],
    ['text each time', bodyOf('one'), bodyOf('two'), bodyOf('three'), differently],
    ['a list each time', bodyOf([{ readAt: 1 }]), bodyOf([{ readAt: 3 }]), bodyOf([{ readAt: 2 }]), differently],
  ])('is not: %s', (_, before, after, again, expected) => expect(judged(before, after, again)).toEqual([expected]));

  test.each([200, 204, 299])('is not judged where the change got %i', (status) =>
    expect(judged(bodyOf('a'), bodyOf('b'), undefined, reply(status))).toEqual(['inconclusive: change-not-rejected']),
  );
});

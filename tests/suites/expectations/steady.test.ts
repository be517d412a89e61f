import { describe, expect, test } from 'vitest';
import { steadyPart } from '../../../suites/expectations/steady.ts';
import { reply } from './evidence.ts';

const bodyOf = (value: unknown) => reply(200, [], typeof value === 'string' ? value : JSON.stringify(value));

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

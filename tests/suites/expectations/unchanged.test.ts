import { describe, expect, test } from 'vitest';
import { unchanged } from '../../../suites/expectations/unchanged.ts';
import type { Reply } from '../../../suites/http/target.ts';
import { answered, inShort, reply } from './evidence.ts';

const read = (value: unknown, status = 200) => reply(status, [], typeof value === 'string' ? value : JSON.stringify(value));

/** The judgement of an object that reads so before a change, after it, and a second time before. */
const judged = (before: Reply, after: Reply, again = before, rejected = reply(403)) =>
  inShort(unchanged({ before: answered(before), rejected: answered(rejected), after: answered(after), again: answered(again) }));

describe('an object after a rejected change', () => {
  test.each<readonly [string, Reply, Reply, Reply | undefined]>([
    ['in JSON', read({ name: 'a' }), read({ name: 'a' }), undefined],
    ['in a text', read('a'), read('a'), undefined],
    ['but for what changes by itself', read({ name: 'a', readAt: 1 }), read({ name: 'a', readAt: 3 }), read({ name: 'a', readAt: 2 })],
    ['gone', read('', 404), read('', 404), undefined],
  ])('is as it was: %s', (_, before, after, again) => expect(judged(before, after, again)).toEqual([]));

  const differently = 'inconclusive: object-unsteady';
  test.each<readonly [string, Reply, Reply, Reply | undefined, string]>([
    [
      'changed',
      read({ name: 'a' }),
      read({ name: 'b' }),
      undefined,
      'object-changed at $response.body: {"name":"b"} instead of {"name":"a"}',
    ],
    ['deleted', read({ name: 'a' }), read('', 404), undefined, 'object-changed at $statusCode: 404 instead of 200'],
    ['text each time', read('one'), read('two'), read('three'), differently],
    ['a list each time', read([{ readAt: 1 }]), read([{ readAt: 3 }]), read([{ readAt: 2 }]), differently],
  ])('is not: %s', (_, before, after, again, expected) => expect(judged(before, after, again)).toEqual([expected]));

  test.each([200, 204, 299])('is not judged where the change got %i', (status) =>
    expect(judged(read('a'), read('b'), undefined, reply(status))).toEqual(['inconclusive: change-not-rejected']),
  );
});

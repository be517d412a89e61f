import { describe, expect, test } from 'vitest';
import { unchanged } from '../../../suites/expectations/unchanged.ts';
import type { Reply } from '../../../suites/http/target.ts';
import { answered, inShort, reply } from './evidence.ts';

const read = (value: unknown, status = 200) => reply(status, [], typeof value === 'string' ? value : JSON.stringify(value));

/** What comes of an object that read so before a change, after it, and once more before. */
const told = (before: Reply, after: Reply, again = before, refused = reply(403)) =>
  inShort(unchanged({ case: {}, controls: [], probes: [before, refused, after, again].map((one) => answered(one)) }));

describe('an object after a refused change', () => {
  test.each<readonly [string, Reply, Reply, Reply | undefined]>([
    ['in JSON', read({ name: 'a' }), read({ name: 'a' }), undefined],
    ['in a text', read('a'), read('a'), undefined],
    ['but for what changes by itself', read({ name: 'a', readAt: 1 }), read({ name: 'a', readAt: 3 }), read({ name: 'a', readAt: 2 })],
    ['gone', read('', 404), read('', 404), undefined],
  ])('is as it was: %s', (_, before, after, again) => expect(told(before, after, again)).toEqual([]));

  const differently = 'inconclusive: the object reads differently each time';
  test.each<readonly [string, Reply, Reply, Reply | undefined, string]>([
    [
      'changed',
      read({ name: 'a' }),
      read({ name: 'b' }),
      undefined,
      'the object is not as it was at $response.body: {"name":"b"} instead of {"name":"a"}',
    ],
    ['deleted', read({ name: 'a' }), read('', 404), undefined, 'the object is not as it was at $statusCode: 404 instead of 200'],
    ['text each time', read('one'), read('two'), read('three'), differently],
    ['a list each time', read([{ readAt: 1 }]), read([{ readAt: 3 }]), read([{ readAt: 2 }]), differently],
  ])('is not: %s', (_, before, after, again, expected) => expect(told(before, after, again)).toEqual([expected]));

  test.each([200, 204, 299])('is not judged where the change was answered with %i', (status) =>
    expect(told(read('a'), read('b'), undefined, reply(status))).toEqual(['inconclusive: the change was not refused']),
  );
});

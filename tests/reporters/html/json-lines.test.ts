import { expect, it } from 'vitest';
import { jsonLines } from '../../../reporters/html/card/json-lines.ts';

it('formats JSON line by line, each with the pointer of its member', () => {
  expect(jsonLines('{"a":{"b/c":[1,"x"],"d":{}},"e":null}')?.map(({ text, pointer }) => [text, pointer])).toEqual([
    ['{', ''],
    ['  "a": {', '/a'],
    ['    "b/c": [', '/a/b~1c'],
    ['      1,', '/a/b~1c/0'],
    ['      "x"', '/a/b~1c/1'],
    ['    ],', '/a/b~1c'],
    ['    "d": {}', '/a/d'],
    ['  },', '/a'],
    ['  "e": null', '/e'],
    ['}', ''],
  ]);
});

it('leaves alone what is not JSON, a scalar, or has a number that formatting would change', () => {
  for (const text of ['', 'x', '"text"', '{"id":12345678901234567890}', '{"a":']) expect(jsonLines(text)).toBeUndefined();
});

it('does not indent without end', () => {
  const deep = `${'['.repeat(300)}1${']'.repeat(300)}`;
  expect(Math.max(...jsonLines(deep)!.map(({ text }) => /^ */.exec(text)![0].length))).toBeLessThanOrEqual(24);
});

import { describe, expect, test } from 'vitest';
import { isColoured } from '../../../cli/output/colour.ts';

describe.each([
  ['a terminal', {}, true, true],
  ['a terminal that knows no colours', { TERM: 'dumb' }, true, false],
  ['a pipe', {}, undefined, false],
  ["a CI server's log", { CI: 'true' }, undefined, false],
  ['a log where colours are asked for', { FORCE_COLOR: '1' }, undefined, true],
  ['a terminal where FORCE_COLOR says none', { FORCE_COLOR: '0' }, true, false],
  ['a terminal of one who wants none', { NO_COLOR: '1' }, true, false],
  ['a terminal where NO_COLOR is set and FORCE_COLOR as well', { NO_COLOR: '1', FORCE_COLOR: '1' }, true, false],
  ['a terminal where NO_COLOR is empty', { NO_COLOR: '' }, true, true],
] as const)('%s', (_name, environment, isTTY, coloured) => {
  test(coloured ? 'is coloured' : 'is not coloured', () => {
    expect(isColoured({ ...(isTTY && { isTTY }) }, environment)).toBe(coloured);
  });
});

import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createNeedles, replaced, shortest } from '../../../suites/redaction/needles.ts';

/** The same by trying every text at every place. */
function plainly(texts: readonly string[], haystack: string): string {
  const longestFirst = [...new Set(texts)].sort((one, other) => other.length - one.length);
  let result = '';
  for (let index = 0; index < haystack.length;) {
    const found = longestFirst.find((text) => haystack.startsWith(text, index));
    result += found === undefined ? haystack[index] : `<${found.length}>`;
    index += found?.length ?? 1;
  }
  return result;
}

test('Many texts are found in one pass as by trying each of them at every place', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '%', 'é'), minLength: shortest, maxLength: 12 });
  const haystack = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '%', 'é'), maxLength: 200 });
  fc.assert(
    fc.property(fc.array(text, { maxLength: 20 }), haystack, (texts, within) => {
      const needles = createNeedles<number>();
      for (const needle of texts) needles.add(needle, needle.length);
      const hay = within + texts.join('');
      expect(replaced(hay, needles.find(hay), (length) => `<${length}>`)).toBe(plainly(texts, hay));
    }),
  );
});

test('Texts that are too short to be looked for change nothing', () => {
  const needles = createNeedles<string>();
  needles.add('short', 'x');
  expect(needles.find('a short text')).toEqual([]);
});

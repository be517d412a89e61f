import { expect, test } from 'vitest';
import { expectGolden } from '../../support/golden.ts';
import { oddityNames, oddTellings, pageOf, toldOfOdd } from './odd.ts';
import type { OddityName } from './oddities.ts';

/** What the mock hands out is secret, wherever an odd server puts it. */
const minted = /mock_[\w-]+_[0-9a-f]{12}|eyJ[\w-]{20}/;

/** What may happen to any sound server: nothing of it is a failure. */
const blameless: ReadonlySet<OddityName> = new Set<OddityName>([
  'every fourth request meets a server that is busy',
  'grants are out of order',
  'grants answer nothing',
  'plain HTTP answers nothing',
  'plain HTTP is answered in no time',
]);

test.each(oddityNames)('what is told where %s is told as before', { timeout: 120_000 }, async (oddity) => {
  const sections: string[] = [];
  for (const telling of oddTellings(oddity)) sections.push(...[await toldOfOdd(telling)].filter((section) => section !== undefined));
  expect(sections.filter((section) => minted.test(section))).toEqual([]);
  if (blameless.has(oddity)) expect(sections.filter((section) => /^ {2}\d+ fail/m.test(section))).toEqual([]);
  await expectGolden(new URL(`./golden/${pageOf(oddity)}.golden`, import.meta.url), `${sections.join('\n\n')}\n`);
});

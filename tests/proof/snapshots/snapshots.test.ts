import { expect, test } from 'vitest';
import { groupBy } from '../../../suites/engine/group.ts';
import { expectGolden } from '../../support/golden.ts';
import { tellings, told } from './snapshots.ts';

const pages = [...groupBy(tellings, ({ page }) => page)];

/** What the mock hands out is secret, wherever a faulty one puts it. */
const minted = /mock_[a-z_]+_[0-9a-f]{12}/;

test.each(pages)('what is told on the page %s is told as before', { timeout: 300_000 }, async (page, some) => {
  const sections: string[] = [];
  for (const telling of some) sections.push(await told(telling));
  expect(sections.filter((section) => minted.test(section))).toEqual([]);
  await expectGolden(new URL(`./golden/${page}.golden`, import.meta.url), `${sections.join('\n\n')}\n`);
});

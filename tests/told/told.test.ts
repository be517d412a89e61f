import { test } from 'vitest';
import { groupBy } from '../../suites/group.ts';
import { expectGolden } from '../support/golden.ts';
import { tellings, told } from './told.ts';

const pages = [...groupBy(tellings, ({ page }) => page)];

test.each(pages)('what is told on the page %s is told as before', { timeout: 120_000 }, async (page, some) => {
  const sections: string[] = [];
  for (const telling of some) sections.push(await told(telling));
  await expectGolden(new URL(`./golden/${page}.golden`, import.meta.url), `${sections.join('\n\n')}\n`);
});

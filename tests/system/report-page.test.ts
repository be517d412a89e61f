import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from '@playwright/test';
import axe, { type AxeResults } from 'axe-core';
import { describe, expect, test } from 'vitest';
import { html } from '../../reporters/html/html.tsx';
import { openReport } from './open-report.ts';

const report = openReport();

describe('the page of a report', () => {
  test('is readable in light and in dark', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await report.page.emulateMedia({ colorScheme });
      const [ink, paper] = await report.page.evaluate(() => {
        const luminance = (colour: string) => {
          const [red = 0, green = 0, blue = 0] = (colour.match(/\d+(?:\.\d+)?/g) ?? []).map((part) => {
            const share = Number(part) / 255;
            return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
          });
          return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
        };
        const { color, backgroundColor } = getComputedStyle(document.body);
        return [luminance(color), luminance(backgroundColor)] as const;
      });
      const contrast = (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
      expect(contrast, colorScheme).toBeGreaterThan(7);
      expect(ink > paper, colorScheme).toBe(colorScheme === 'dark');
      expect((await report.page.screenshot()).length).toBeGreaterThan(10_000);
    }
  });

  test('fits a phone and a narrow screen', async () => {
    for (const width of [390, 360]) {
      await report.page.setViewportSize({ width, height: 700 });
      expect(await report.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    }
  });

  test('has no finding of axe, in light, in dark and on a phone', async () => {
    await report.page.evaluate(() => {
      for (const fold of document.querySelectorAll('details')) fold.open = true;
    });
    for (const [colorScheme, width] of [
      ['light', 1280],
      ['dark', 1280],
      ['light', 390],
    ] as const) {
      await report.page.emulateMedia({ colorScheme });
      await report.page.setViewportSize({ width, height: 800 });
      const { violations } = await axeOn(report.page);
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
    }
  });

  test('prints on at most ten pages', async () => {
    const pdf = await report.page.pdf({ format: 'A4' });
    expect(pdf.toString('latin1').match(/\/Type\s*\/Page[^s]/g)!.length).toBeLessThanOrEqual(10);
  });
});

test('five thousand checks open within two seconds', async () => {
  const requirement = report.result.requirements.find(({ id }) => id === 'whoami/scopes');
  const example = requirement!.checks.find(({ outcome }) => outcome === 'fail')!;
  const many = Array.from({ length: 250 }, (_, index) => ({
    ...requirement!,
    id: `whoami/scopes-${index}`,
    checks: Array.from({ length: 20 }, (_none, check) => ({ ...example, id: `whoami/scopes-${index}/operation-${check}` })),
  }));
  const path = join(report.folder, 'many.html');
  await writeFile(path, html.render({ ...report.result, requirements: many }));
  await report.page.goto(pathToFileURL(path).href, { waitUntil: 'load' });
  const [entry] = await report.page.evaluate(() => performance.getEntriesByType('navigation').map((one) => one.duration));
  expect(entry).toBeLessThan(2000);
  expect(await report.page.locator('#failed .card').count()).toBe(250);
});

/** What axe finds; its script is evaluated, since the page's policy allows no script but its own. */
async function axeOn(shown: Page): Promise<AxeResults> {
  await shown.evaluate(axe.source);
  return shown.evaluate<AxeResults>(`axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'] })`);
}

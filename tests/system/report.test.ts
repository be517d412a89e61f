import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { html } from '../../reporters/html/html.tsx';
import { bundledDocument, loadContract } from '../../spec/load.ts';
import type { Result } from '../../suites/result/result.ts';
import { inProcessTarget, settingsFor, stillMock } from '../support/in-process.ts';
import { recordedRun } from './recorded.ts';

const faults = ['whoami-lists-every-scope', 'rewords-401-message'];
const failed = ['credentials/error-message', 'whoami/scopes'];
const undecided = 'credentials/undocumented-place';

let result: Result;
let folder: string;
let url: string;
let browser: Browser;
let context: BrowserContext;
let page: Page;
/** What the page did that a report must not do. */
let misdeeds: string[];

beforeAll(async () => {
  const mock = stillMock(await loadContract(bundledDocument), { faults });
  const allow = { writes: true, burn: true, destructive: false };
  result = await recordedRun(mock.contract, settingsFor(mock, { only: ['credentials', 'whoami'], allow }), inProcessTarget(mock));
  folder = await mkdtemp(join(tmpdir(), 'auth-conformance-report-'));
  const path = join(folder, 'report.html');
  await writeFile(path, html.render(result));
  url = pathToFileURL(path).href;
  browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
});

afterAll(async () => {
  await browser?.close();
  await rm(folder, { recursive: true, force: true });
});

beforeEach(async () => {
  context = await browser.newContext({ colorScheme: 'light' });
  page = await context.newPage();
  misdeeds = [];
  page.on('console', (message) => void (['error', 'warning'].includes(message.type()) && misdeeds.push(message.text())));
  page.on('pageerror', (error) => void misdeeds.push(error.message));
  page.on('request', (request) => void (/^(?:file|data):/.test(request.url()) || misdeeds.push(`asked for ${request.url()}`)));
  await page.goto(url);
});

afterEach(async () => {
  await context.close();
  expect(misdeeds).toEqual([]);
});

const rowsShown = () =>
  page
    .locator('details.row[data-requirement]')
    .evaluateAll((rows) => rows.flatMap((row) => (row.checkVisibility() ? [row.getAttribute('data-requirement')] : [])));

/** Presses Tab until the given element has the focus, as a person without a mouse does. */
async function tabTo(selector: string): Promise<void> {
  for (let presses = 0; presses < 200; presses += 1) {
    await page.keyboard.press('Tab');
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) return;
  }
  throw new Error(`${selector} cannot be reached by Tab`);
}

describe('the report of a run with two faults, in a browser', () => {
  test('says the verdict first and what failed below it', async () => {
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('non-conformant');
    const shown = await page
      .locator('#failed article.finding')
      .evaluateAll((found) => found.map((one) => one.getAttribute('data-requirement')));
    expect(new Set(shown)).toEqual(new Set(failed));
    expect(await page.locator('#undecided').textContent()).toContain(undecided);
  });

  test('lists every requirement of the run', async () => {
    expect(await rowsShown()).toEqual(result.requirements.map(({ id }) => id));
  });

  test('leads to the failed section by headings alone', async () => {
    const outline = await page.getByRole('heading').evaluateAll((headings) =>
      headings.map((heading) => ({
        level: Number(heading.tagName.slice(1)),
        text: heading.textContent,
        within: heading.closest('section')?.id,
      })),
    );
    expect(outline[0]).toMatchObject({ level: 1 });
    const start = outline.findIndex(({ level, text }) => level === 2 && text.startsWith('Failed'));
    const inFailed = outline.slice(start + 1).filter(({ level, within }) => level === 3 && within === 'failed');
    expect(start).toBeGreaterThan(0);
    expect(new Set(inFailed.map(({ text }) => failed.find((id) => text.includes(id))))).toEqual(new Set(failed));
    outline.slice(1).forEach(({ level }, index) => expect(level - outline[index]!.level).toBeLessThanOrEqual(1));
  });

  test('skips to what failed with the first Tab', async () => {
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(new URL(page.url()).hash).toBe('#failed');
    expect(await page.locator('#failed').evaluate((section) => section.getBoundingClientRect().top)).toBeLessThan(400);
  });

  test('filters by keyboard, and a reload keeps the filter', async () => {
    await tabTo('input[name=text]');
    await page.keyboard.type('whoami/scopes');
    expect(await rowsShown()).toEqual(['whoami/scopes']);
    await tabTo('select[name=outcome]');
    await page.keyboard.type('fail');
    await page.reload();
    expect(await page.locator('input[name=text]').inputValue()).toBe('whoami/scopes');
    expect(await page.locator('select[name=outcome]').inputValue()).toBe('fail');
    expect(await rowsShown()).toEqual(['whoami/scopes']);
    expect(await page.locator('#filter-count').textContent()).toBe(`1 of ${result.requirements.length} requirements`);
    await tabTo('#filter button[type=reset]');
    await page.keyboard.press('Enter');
    await expect.poll(rowsShown, { timeout: 20_000 }).toHaveLength(result.requirements.length);
    expect(new URL(page.url()).hash).toBe('');
  });

  test('opens the details of an exchange and of a requirement by keyboard', async () => {
    for (const details of ['#failed details.exchange', '#requirements details.row']) {
      await tabTo(`${details} > summary`);
      await page.keyboard.press('Enter');
      expect(await page.evaluate(() => document.activeElement?.closest('details')?.open)).toBe(true);
      expect(await page.evaluate(() => document.activeElement?.nextElementSibling?.checkVisibility())).toBe(true);
    }
  });

  test('is readable in light and in dark', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      const [ink, paper] = await page.evaluate(() => {
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
      expect((await page.screenshot()).length).toBeGreaterThan(10_000);
    }
  });

  test('fits a narrow screen', async () => {
    await page.setViewportSize({ width: 360, height: 700 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  });
});

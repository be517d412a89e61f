import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import axe, { type AxeResults } from 'axe-core';
import type { Browser, BrowserContext, Page } from '@playwright/test';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { misdeedsOf, startBrowser } from '../support/browser.ts';
import { html } from '../../reporters/html/html.tsx';
import { bundledDocument, loadContract } from '../../spec/load.ts';
import type { Result } from '../../suites/result/result.ts';
import { inProcessTarget, settingsFor, stillMock } from '../support/in-process.ts';
import { recordedRun } from './recorded.ts';

const faults = ['whoami-lists-every-scope', 'rewords-401-message', 'ignores-scopes-on-reads', 'requires-state-at-code-exchange'];
const failed = [
  'credentials/error-message',
  'oauth/code-exchange',
  'oauth/undocumented-required-parameters',
  'scopes/missing',
  'whoami/scopes',
];
const undecided = 'oauth/refresh';

let result: Result;
let folder: string;
let url: string;
let browser: Browser;
let context: BrowserContext;
let page: Page;
/** What the page did that a report must not do. */
let misdeeds: readonly string[];

beforeAll(async () => {
  const mock = stillMock(await loadContract(bundledDocument), { faults });
  const only = ['credentials', 'whoami', 'scopes', 'limits', 'oauth'];
  result = await recordedRun(mock.contract, settingsFor(mock, { only }), inProcessTarget(mock));
  folder = await mkdtemp(join(tmpdir(), 'auth-conformance-report-'));
  const path = join(folder, 'report.html');
  await writeFile(path, html.render(result));
  url = pathToFileURL(path).href;
  browser = await startBrowser();
});

afterAll(async () => {
  await browser?.close();
  await rm(folder, { recursive: true, force: true });
});

beforeEach(async () => {
  context = await browser.newContext({ colorScheme: 'light' });
  page = await context.newPage();
  misdeeds = misdeedsOf(page, (address) => /^(?:file|data):/.test(address));
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

const openTopics = () =>
  page.locator('#requirements .topic').evaluateAll((topics) => topics.filter((topic) => topic.hasAttribute('open')).map(({ id }) => id));

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
    const shown = await page.locator('#failed .card').evaluateAll((found) => found.map((one) => one.getAttribute('data-requirement')));
    expect(new Set(shown)).toEqual(new Set(failed));
    expect(await page.locator('#undecided').textContent()).toContain(undecided);
  });

  test('lists every requirement of the run, by topic, folded', async () => {
    expect(await rowsShown()).toEqual([]);
    for (const summary of await page.locator('#requirements .topic > summary').all()) await summary.click();
    expect(await rowsShown()).toEqual(result.requirements.map(({ id }) => id));
  });

  test('leads from a topic of the first screen to its requirements', async () => {
    await page.getByRole('list', { name: 'Topics' }).getByRole('link', { name: 'scopes' }).click();
    await expect.poll(openTopics).toEqual(['topic-scopes']);
    expect(await page.locator('#topic-scopes').evaluate((topic) => topic.getBoundingClientRect().top)).toBeLessThan(400);
  });

  test('leads from a total of the first screen to just those requirements', async () => {
    const passed = result.requirements.filter(({ outcome }) => outcome === 'pass');
    await page.locator('.totals').getByRole('link', { name: 'passed' }).click();
    expect(await rowsShown()).toEqual(passed.map(({ id }) => id));
    expect(new URL(page.url()).hash).toBe('#filter?outcome=passed');
    expect(await page.locator('#requirements').evaluate((section) => Math.abs(section.getBoundingClientRect().top))).toBeLessThan(400);
    await page.keyboard.press('Escape');
    await expect.poll(openTopics).toEqual([]);
  });

  test('says in the line of a folded failure what is wrong', async () => {
    const folded = page.locator('#failed .card:not([open])').last();
    const checks = result.requirements.find(({ id }) => id === 'oauth/code-exchange')!.checks;
    const { reason } = checks.find(({ outcome }) => outcome === 'fail')!;
    expect((await page.locator('.card[data-requirement="oauth/code-exchange"] > summary').textContent())!.toLowerCase()).toContain(reason);
    expect(await folded.locator('.gist').isVisible()).toBe(true);
    await folded.locator('> summary').click();
    expect(await page.locator('#failed .card').last().locator('.gist').isVisible()).toBe(false);
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
    const titles = result.requirements.filter(({ id }) => failed.includes(id)).map(({ title }) => title);
    expect(new Set(inFailed.map(({ text }) => titles.find((title) => text.includes(title))))).toEqual(new Set(titles));
    outline.slice(1).forEach(({ level }, index) => expect(level - outline[index]!.level).toBeLessThanOrEqual(1));
  });

  test('skips to what failed with the first Tab', async () => {
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForURL(`${url}#failed`);
    expect(await page.locator('#failed').evaluate((section) => section.getBoundingClientRect().top)).toBeLessThan(400);
  });

  test('filters by keyboard, and a reload keeps the filter', async () => {
    await tabTo('input[name=text]');
    await page.keyboard.type('whoami/scopes');
    await expect.poll(rowsShown).toEqual(['whoami/scopes']);
    await tabTo('select[name=outcome]');
    await page.keyboard.type('failed');
    await page.reload();
    expect(await page.locator('input[name=text]').inputValue()).toBe('whoami/scopes');
    expect(await page.locator('select[name=outcome]').inputValue()).toBe('failed');
    await expect.poll(rowsShown).toEqual(['whoami/scopes']);
    expect(await page.locator('#filter-count').textContent()).toBe(`1 of ${result.requirements.length} requirements`);
    await tabTo('#filter button[type=reset]');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.locator('#filter-count').textContent(), { timeout: 20_000 }).toBe('');
    expect(await openTopics()).toEqual([]);
    await expect.poll(() => new URL(page.url()).hash).toBe('');
  });

  test('opens the details of a failure, a requirement and an exchange by keyboard', async () => {
    for (const details of [
      '#failed details:not([open])',
      '#requirements .topic',
      '#requirements details.row',
      '#exchanges details.exchange',
    ]) {
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

  test('fits a phone and a narrow screen', async () => {
    for (const width of [390, 360]) {
      await page.setViewportSize({ width, height: 700 });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    }
  });

  test('moves between failures with j and k, closes one with o, and lists its keys with a question mark', async () => {
    const focused = () => page.evaluate(() => document.activeElement?.closest('.card')?.getAttribute('data-requirement'));
    const order = await page.locator('#failed .card').evaluateAll((cards) => cards.map((card) => card.getAttribute('data-requirement')));
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    expect(await focused()).toBe(order[1]);
    await page.keyboard.press('k');
    expect(await focused()).toBe(order[0]);
    await page.keyboard.press('o');
    expect(await page.locator('#failed .card').first().getAttribute('open')).toBeNull();
    await page.keyboard.press('?');
    expect(await page.getByRole('dialog').isVisible()).toBe(true);
    await page.keyboard.press('Escape');
    expect(await page.getByRole('dialog').isVisible()).toBe(false);
    await page.keyboard.press('/');
    await page.keyboard.type('jk');
    expect(await page.locator('input[name=text]').inputValue()).toBe('jk');
  });

  test('opens and closes all failures with a button and with e', async () => {
    const open = () => page.locator('#failed .card').evaluateAll((cards) => cards.filter((card) => card.hasAttribute('open')).length);
    expect(await open()).toBe(1);
    await page.getByRole('button', { name: 'Open or close all' }).click();
    expect(await open()).toBe(failed.length);
    await page.locator('h1').click();
    await page.keyboard.press('e');
    expect(await open()).toBe(0);
  });

  test('keeps the open card in its address', async () => {
    const last = page.locator('#failed .card').last();
    await last.locator('> summary').click();
    const id = await last.getAttribute('id');
    await page.waitForURL(`${url}#${id}`);
    await page.goto('about:blank');
    await page.goto(`${url}#${id}`);
    await page.locator(`#${id}[open]`).waitFor();
  });

  test('says why a failure matters, how to fix it and where it is documented', async () => {
    const card = page.locator('.card[data-requirement="whoami/scopes"]');
    await card.locator('> summary').click();
    const { guidance } = result.requirements.find(({ id }) => id === 'whoami/scopes')!;
    for (const text of [guidance!.why, guidance!.failure, guidance!.fix]) expect(await card.textContent()).toContain(text);
    expect(await card.locator('mark').allTextContents()).toContain('  "scopes": [');
    const reference = page.locator('.card[data-requirement="scopes/missing"]').getByRole('link', { name: /^RFC/ });
    expect(await reference.first().getAttribute('href')).toMatch(/^https:\/\/www\.rfc-editor\.org/);
    expect(await card.getByRole('link', { name: /\.spec\.ts$/ }).getAttribute('href')).toMatch(/^reproduce\//);
  });

  test('leads from a cell of the matrix to its exchange', async () => {
    const cell = page.locator('#access tr', { hasText: 'listConversations' }).locator('td.wrong').first();
    expect(await cell.textContent()).toContain('served, not as documented');
    const href = await cell.getByRole('link').getAttribute('href');
    await cell.getByRole('link').click();
    const exchange = page.locator(href!);
    await exchange.and(page.locator('[open]')).waitFor();
    expect(await exchange.textContent()).toContain('/conversations');
    expect(await page.locator('#access thead').textContent()).not.toContain('refused');
  });

  test('draws the quota over time: served, rejected, announced wait, served again', async () => {
    const charts = page.locator('#limits figure');
    expect(await charts.count()).toBeGreaterThanOrEqual(8);
    const first = charts.first();
    for (const mark of ['circle.served', 'path.rejected', 'path.again', 'rect.wait'])
      expect(await first.locator(mark).count()).toBeGreaterThan(0);
    expect(await first.locator('polyline.quota').last().getAttribute('points')).not.toContain(' ');
    expect(await first.locator('svg').getAttribute('aria-label')).toMatch(
      /^free-burner: limit of 10\. Rejected after \d+ s, asked to wait \d+ s, served again after \d+ s\.$/,
    );
  });

  test('draws the OAuth dialogue that failed', async () => {
    const card = page.locator('.card[data-requirement="oauth/undocumented-required-parameters"]');
    await card.locator('> summary').click();
    expect(await card.locator('svg text').allTextContents()).toEqual(
      expect.arrayContaining(['authorization server', 'GET /oauth/authorize (code)', '302 to /callback?code', '400 invalid_request']),
    );
  });

  test('marks in a dialogue only what a check found wrong, and names the check of each request', async () => {
    const steps = page.locator('#oauth .dialogue .step');
    expect(
      await steps
        .locator('.back')
        .filter({ hasText: /^4\d\d/ })
        .count(),
    ).toBeGreaterThan(3);
    expect(await page.locator('#oauth .step.fail text.back').allTextContents()).toEqual(['400 invalid_request']);
    expect(await steps.locator('.checked').allTextContents()).toContain('✓ wrong-secret');
  });

  test('has no finding of axe, in light, in dark and on a phone', async () => {
    await page.evaluate(() => {
      for (const fold of document.querySelectorAll('details')) fold.open = true;
    });
    for (const [colorScheme, width] of [
      ['light', 1280],
      ['dark', 1280],
      ['light', 390],
    ] as const) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 800 });
      const { violations } = await axeOn(page);
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
    }
  });

  test('prints on at most ten pages', async () => {
    const pdf = await page.pdf({ format: 'A4' });
    expect(pdf.toString('latin1').match(/\/Type\s*\/Page[^s]/g)!.length).toBeLessThanOrEqual(10);
  });
});

test('five thousand checks open within two seconds', async () => {
  const requirement = result.requirements.find(({ id }) => id === 'whoami/scopes');
  const example = requirement!.checks.find(({ outcome }) => outcome === 'fail')!;
  const many = Array.from({ length: 250 }, (_, index) => ({
    ...requirement!,
    id: `whoami/scopes-${index}`,
    checks: Array.from({ length: 20 }, (_none, check) => ({ ...example, id: `whoami/scopes-${index}/operation-${check}` })),
  }));
  const path = join(folder, 'many.html');
  await writeFile(path, html.render({ ...result, requirements: many }));
  await page.goto(pathToFileURL(path).href, { waitUntil: 'load' });
  const [entry] = await page.evaluate(() => performance.getEntriesByType('navigation').map((one) => one.duration));
  expect(entry).toBeLessThan(2000);
  expect(await page.locator('#failed .card').count()).toBe(250);
});

/** What axe finds; its script is evaluated, since the page's policy allows no script but its own. */
async function axeOn(shown: Page): Promise<AxeResults> {
  await shown.evaluate(axe.source);
  return shown.evaluate<AxeResults>(`axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'] })`);
}

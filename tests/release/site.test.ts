/**
 * The site of the documentation, built as `npm run docs` builds it, in a real browser.
 *
 * @module
 */
import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import axe, { type AxeResults } from 'axe-core';
import type { Browser, BrowserContext, Page } from '@playwright/test';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { misdeedsOf, startBrowser } from '../support/browser.ts';
import { deadLinks } from '../../scripts/site/dead-links.ts';
import { serveFolder, type StaticSite } from '../support/static-site.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = join(root, 'site/pages');
const pages = ['/', '/docs/requirements/whoami.html', '/docs/guide-sdk.html'];
const widePages = [...pages, '/docs/catalogue.html', '/docs/configuration.html', '/docs/api.html', '/docs/field-notes.html'];

let site: StaticSite;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let misdeeds: readonly string[];

beforeAll(async () => {
  await promisify(execFile)('npm', ['run', '--silent', 'docs'], { cwd: root, maxBuffer: 2 ** 24 });
  site = await serveFolder(folder);
  browser = await startBrowser();
}, 600_000);
afterAll(async () => {
  await browser?.close();
  await site?.close();
});

beforeEach(async () => {
  context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  page = await context.newPage();
  misdeeds = misdeedsOf(page, (address) => address.startsWith(site.address) || address.startsWith('data:'));
});
afterEach(async () => {
  await context.close();
  expect(misdeeds).toEqual([]);
});

describe('the site', () => {
  test.each([
    ['credentials/revoked', '/docs/requirements/credentials.html#credentialsrevoked'],
    ['client/retry-after-date', '/docs/requirements/client.html#clientretry-after-date'],
    ['accepts-revoked-key-for-objects', '/docs/faults/credentials.html#accepts-revoked-key-for-objects'],
    ['quotes-hsts-max-age', '/docs/variants.html#quotes-hsts-max-age'],
  ])('finds and opens %s', async (name, place) => {
    await page.goto(site.address);
    await page.getByRole('button', { name: 'Search' }).first().click();
    await page.getByRole('searchbox').fill(name);
    await page.getByRole('option').filter({ hasText: name }).first().click();
    await expect.poll(() => page.url(), { timeout: 20_000 }).toBe(site.address + place);
    await page.getByRole('heading', { name, level: 2 }).waitFor();
  });

  test('leads from a name in a text to its explanation', async () => {
    await page.goto(`${site.address}/docs/guide-sdk.html`);
    await page.getByRole('link', { name: 'client/https-only' }).click();
    await expect.poll(() => page.url(), { timeout: 20_000 }).toBe(`${site.address}/docs/requirements/client.html#clienthttps-only`);
  });

  test('fits a phone', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    for (const path of widePages) {
      await page.goto(site.address + path);
      expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(390);
    }
  });

  test.each(pages)('has no finding of axe in light and dark: %s', { timeout: 240_000 }, async (path) => {
    await page.goto(site.address + path, { waitUntil: 'networkidle' });
    for (const [width, colorScheme] of [
      [1280, 'light'],
      [390, 'dark'],
    ] as const) {
      await page.setViewportSize({ width, height: 844 });
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await expect.poll(() => page.locator('html.dark').count(), { timeout: 10_000 }).toBe(colorScheme === 'dark' ? 1 : 0);
      await page.evaluate(axe.source);
      const { violations } = await page.evaluate<AxeResults>(
        `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'] })`,
      );
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
    }
  });
});

describe('the check of the links', () => {
  test('finds neither a dead link nor too few pages on the site', async () => {
    const built = (await readdir(folder, { recursive: true })).filter((path) => path.endsWith('.html'));
    expect(built.length).toBeGreaterThan(70);
    expect(await deadLinks(folder, '/')).toEqual([]);
  });

  test('finds a missing page, a missing anchor, and a link beside the site', async () => {
    const copy = await mkdtemp(join(tmpdir(), 'auth-conformance-site-'));
    try {
      await cp(join(folder, '404.html'), join(copy, '404.html'));
      await writeFile(join(copy, 'target.html'), '<h2 id="there">…</h2>');
      const links = ['target.html#there', 'target.html#elsewhere', './gone.html', '/outside.html', '#nothing', 'https://example.com/'];
      await writeFile(join(copy, 'index.html'), links.map((link) => `<a href="${link}">…</a>`).join('\n'));
      expect((await deadLinks(copy, '/base/')).map(({ link }) => link)).toEqual([
        'target.html#elsewhere',
        './gone.html',
        '/outside.html',
        '#nothing',
      ]);
    } finally {
      await rm(copy, { recursive: true, force: true });
    }
  });
});

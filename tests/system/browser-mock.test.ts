/**
 * The example for browsers: the mock in a page, behind a service worker.
 *
 * @module
 */
import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Browser, BrowserContext, Page, Response } from '@playwright/test';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startBrowser } from '../support/browser.ts';
import { serveFolder, type StaticSite } from '../support/static-site.ts';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));
const example = join(root, 'examples/sdk/browser');
const overlay = join(example, 'limits.overlay.yaml');
const herbarium = await readFile(join(root, 'examples/header-key/openapi.yaml'), 'utf8');
const server = /^servers:\n {2}- url: (.*)\n/m;

const folder = await mkdtemp(join(tmpdir(), 'auth-conformance-browser-'));
let site: StaticSite;
let browser: Browser;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  const worker = join(dirname(createRequire(import.meta.url).resolve('msw/package.json')), 'lib/mockServiceWorker.js');
  await Promise.all([
    cp(join(example, 'index.html'), join(folder, 'index.html')),
    cp(worker, join(folder, 'mockServiceWorker.js')),
    // Without tsconfig.json, so that the entry points are those of the package.
    build({ entryPoints: [join(example, 'page.ts')], bundle: true, format: 'esm', outfile: join(folder, 'page.js'), tsconfigRaw: {} }),
  ]);
  site = await serveFolder(folder);
  browser = await startBrowser();
});
afterAll(async () => {
  await browser?.close();
  await site?.close();
  await rm(folder, { recursive: true, force: true });
});

beforeEach(async () => {
  context = await browser.newContext();
  page = await context.newPage();
  // No window of the limit ends while the page is tested.
  await page.clock.setFixedTime('2026-01-01T12:00:00Z');
});
afterEach(() => context.close());

/** Opens the page with the contract of a document, which the example's own script writes. */
async function open(document: string): Promise<void> {
  await writeFile(join(folder, 'openapi.yaml'), document);
  const script = [join(example, 'write-contract.js'), join(folder, 'openapi.yaml'), overlay];
  const { stdout } = await run(process.execPath, script, { maxBuffer: 2 ** 24 });
  await writeFile(join(folder, 'contract.json'), stdout);
  await page.goto(site.address);
  await page.locator('body[data-ready]').waitFor();
}

const lines = () => page.locator('li').allTextContents();

/** Clicks on a button that sends a request; returns the first response, and the lines that the page adds. */
async function click(name: string, count = 1): Promise<readonly [Response, readonly string[]]> {
  const before = (await lines()).length;
  const arrived = page.waitForResponse(/\/specimens$/);
  for (let clicks = 0; clicks < count; clicks += 1) await page.getByRole('button', { name, exact: true }).dispatchEvent('click');
  await expect.poll(async () => (await lines()).length, { timeout: 10_000 }).toBe(before + count);
  return [await arrived, (await lines()).slice(before)];
}

test('the example compiles with the types of browsers', async () => {
  await run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', example]);
});

describe.each([
  ['an absolute server', herbarium, 'https://herbarium.example/api/v2/specimens'],
  ['a relative server', herbarium.replace(server, 'servers:\n  - url: /api/v2\n'), '/api/v2/specimens'],
  ['no server', herbarium.replace(server, ''), '/specimens'],
])('a page with the mock of a document with %s', (_, document, url) => {
  test('gets 401 without a key, 200 with one, 429 after the quota, and 200 again when the clock has moved', async () => {
    await open(document);
    const [rejected, withoutKey] = await click('List them without a key');
    expect([rejected.status(), rejected.fromServiceWorker(), withoutKey]).toEqual([401, true, ['401']]);
    const [served, withKey] = await click('List the specimens');
    expect([served.url(), served.fromServiceWorker()]).toEqual([new URL(url, site.address).href, true]);
    expect(withKey).toEqual(['200, 9 requests left']);
    const [, many] = await click('List the specimens', 10);
    expect(many.filter((line) => !line.startsWith('200'))).toEqual([expect.stringMatching(/^429, 0 requests left, retry after \d+ s$/)]);
    await page.getByRole('button', { name: 'Move the clock by a minute' }).dispatchEvent('click');
    expect((await click('List the specimens'))[1]).toEqual(['200, 9 requests left']);
    expect(site.asked.filter((path) => path.includes('specimens'))).toEqual([]);
  });
});

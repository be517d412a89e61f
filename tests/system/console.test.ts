import axe, { type AxeResults } from 'axe-core';
import type { Browser, BrowserContext, Page, Route } from '@playwright/test';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { misdeedsOf, startBrowser } from '../support/browser.ts';
import { createMock, type Mock } from '../../mock/create.ts';
import type { Listening } from '../../mock/listeners/listening.ts';
import { bundledDocument, loadContract } from '../../spec/load.ts';

const contract = await loadContract(bundledDocument);
let browser: Browser;
let context: BrowserContext;
let page: Page;
let mock: Mock;
let listening: Listening;
let misdeeds: readonly string[];

beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser?.close());

beforeEach(async () => {
  mock = createMock(contract);
  listening = await mock.listen();
  context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  page = await context.newPage();
  const isOwn = (address: string) => address.startsWith(listening.control!.url);
  misdeeds = misdeedsOf(page, isOwn, (message) => message.text().includes('Content Security Policy'));
});
afterEach(async () => {
  await context.close();
  await listening.close();
  expect(misdeeds).toEqual([]);
});

const open = async () => {
  await page.goto(`${listening.control!.url}/#token=${listening.control!.token}`);
  await page.getByText('connected').waitFor();
};
const call = (name: string) =>
  mock.fetch('https://api.aimychats.com/v1/auth/test', { headers: { Authorization: `Bearer ${mock.principals[name]!.secret}` } });

describe('the console', () => {
  test('shows each request with the gate that decided and why, as it comes', async () => {
    await call('revoked');
    await open();
    const rows = page.locator('#requests tr');
    expect(await rows.first().textContent()).toContain('401–credentialsrevoked credential of revoked');
    await call('reader');
    await expect.poll(() => rows.count(), { timeout: 10_000 }).toBe(2);
    expect(await rows.first().textContent()).toContain('200readersuccess');
    await page.getByLabel('Find').first().fill('revoked');
    expect(await rows.evaluateAll((all) => all.filter((row) => row.checkVisibility()).length)).toBe(1);
  });

  test('shows how much of each quota is left, and resets them', async () => {
    for (let count = 0; count < 4; count += 1) await call('free-burner');
    await open();
    const gauge = page.locator('.quota', { hasText: 'free-burner' }).locator('meter').last();
    expect(await gauge.getAttribute('aria-label')).toBe('free: 6 of 10 left, per 1 min');
    await page.getByRole('button', { name: 'Reset all quotas' }).click();
    await expect.poll(() => gauge.getAttribute('aria-label'), { timeout: 10_000 }).toBe('free: 10 of 10 left, per 1 min');
  });

  test('turns a fault on and off, and moves the clock', async () => {
    await open();
    await page.getByLabel('accepts-revoked-key', { exact: false }).first().check();
    await expect.poll(() => mock.faults.armed(), { timeout: 10_000 }).toEqual(['accepts-revoked-key']);
    expect((await call('revoked')).status).toBe(200);
    await page.getByLabel('accepts-revoked-key', { exact: false }).first().uncheck();
    await expect.poll(() => mock.faults.armed(), { timeout: 10_000 }).toEqual([]);
    const before = mock.clock.now();
    await page.getByLabel(/^Move forward/).fill('5');
    expect(await page.locator('#step-words').textContent()).toBe('1 hour');
    await page.getByRole('button', { name: 'Move the clock' }).click();
    await expect.poll(() => mock.clock.now() - before, { timeout: 10_000 }).toBeGreaterThanOrEqual(3_600_000);
  });

  test('keeps a switch where it was set while an older state of the mock is still under way', async () => {
    await open();
    const held = await new Promise<() => Promise<void>>((resolve, reject) => {
      const hold = async (route: Route) => {
        const response = await route.fetch();
        resolve(() => route.fulfill({ response }));
      };
      page.route('**/faults', hold, { times: 1 }).catch(reject);
    });
    const fault = page.getByLabel('accepts-revoked-key', { exact: false }).first();
    await fault.check();
    await expect.poll(() => mock.faults.armed(), { timeout: 10_000 }).toEqual(['accepts-revoked-key']);
    // What the page sets the switch to from now on.
    const settings = await fault.evaluateHandle((box) => {
      const seen: boolean[] = [];
      const own = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'checked')!;
      const set = (value: boolean): void => {
        seen.push(value);
        own.set!.call(box, value);
      };
      Object.defineProperty(box, 'checked', { ...own, set });
      return seen;
    });
    await held();
    await expect.poll(() => settings.jsonValue(), { timeout: 10_000 }).not.toEqual([]);
    expect(await settings.jsonValue()).not.toContain(false);
  });

  test('creates, rotates and revokes keys; a secret is shown once', async () => {
    await open();
    await page.locator('#create input').fill('read');
    await page.getByRole('button', { name: 'Create a key' }).click();
    await expect.poll(() => page.locator('#created').textContent(), { timeout: 10_000 }).toMatch(/^New key, shown once: mock_/);
    await page.getByRole('button', { name: 'Revoke the key of writer' }).first().click();
    await expect.poll(async () => (await call('writer')).status, { timeout: 10_000 }).toBe(401);
    await page.getByRole('button', { name: 'Rotate the key of reader' }).first().click();
    await expect.poll(() => mock.keys().filter(({ name }) => name === 'reader').length, { timeout: 10_000 }).toBe(2);
    for (const { secret } of Object.values(mock.principals)) expect(await page.content()).not.toContain(secret);
  });

  test('asks for the token, and keeps it out of the address', async () => {
    await page.goto(listening.control!.url);
    await page.getByLabel('Token of the control API').fill('wrong');
    await page.getByRole('button', { name: 'Connect' }).click();
    await page.getByText('the token is wrong').waitFor();
    await page.getByLabel('Token of the control API').fill(listening.control!.token);
    await page.getByRole('button', { name: 'Connect' }).click();
    await page.getByText('connected').waitFor();
    await open();
    expect(page.url()).not.toContain(listening.control!.token);
  });

  test('fits a phone, and has no finding of axe in light and dark', async () => {
    await call('reader');
    await open();
    for (const [width, colorScheme] of [
      [1280, 'light'],
      [1280, 'dark'],
      [390, 'light'],
    ] as const) {
      await page.setViewportSize({ width, height: 844 });
      await page.emulateMedia({ colorScheme });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      await page.evaluate(axe.source);
      const { violations } = await page.evaluate<AxeResults>(
        `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'] })`,
      );
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
    }
  });
});

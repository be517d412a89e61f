import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from '@playwright/test';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { misdeedsOf, startBrowser } from '../support/browser.ts';
import { createMock } from '../../mock/create.ts';
import type { Listening } from '../../mock/listeners/listening.ts';
import { bundledDocument, loadContract } from '../../spec/load.ts';

const mock = createMock(await loadContract(bundledDocument), { consent: 'page' });

let listening: Listening;
let browser: Browser;
let page: Page;
let client: Server;
let callback: string;
/** What the page did that it must not do. */
let misdeeds: readonly string[];

beforeAll(async () => {
  listening = await mock.listen({ controlPort: false });
  client = createServer((_, response) => response.end('<!doctype html><html lang="en"><title>Back</title><h1>Back at the client</h1>'));
  await new Promise<void>((resolve) => client.listen(0, '127.0.0.1', resolve));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a server that listens on a port has such an address
  callback = `http://127.0.0.1:${(client.address() as AddressInfo).port}/callback`;
  browser = await startBrowser();
});

afterAll(async () => {
  await browser?.close();
  await listening?.close();
  client?.close();
});

beforeEach(async () => {
  // The mock's authority is not the browser's; that the certificate is good is proved elsewhere.
  page = await (await browser.newContext({ ignoreHTTPSErrors: true })).newPage();
  misdeeds = misdeedsOf(page, () => true);
});

afterEach(() => page.context().close());

/** The address of the consent page for the public client of the document. */
function asked(state = 'a b'): string {
  const { clientId } = mock.clients['phone']!;
  const query = new URLSearchParams({ response_type: 'code', client_id: clientId, redirect_uri: callback, scope: 'read', state });
  return `${new URL(listening.url).origin}/oauth/authorize?${query.toString()}`;
}

const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '');

describe('the consent page, in a browser', () => {
  test('is approved by the keyboard alone, and leads back to the client with a code', async () => {
    await page.goto(asked());
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('Approve');
    expect(await page.evaluate(() => getComputedStyle(document.activeElement!).outlineStyle)).toBe('solid');
    await page.keyboard.press('Enter');
    await page.waitForURL(`${callback}?*`);
    const { searchParams } = new URL(page.url());
    expect(searchParams.get('code')).toMatch(/^mock_code_/);
    expect([searchParams.get('state'), searchParams.get('iss')]).toEqual(['a b', new URL(listening.url).origin]);
    expect(await page.getByRole('heading').textContent()).toBe('Back at the client');
    expect(misdeeds).toEqual([]);
  });

  test('is denied by the keyboard alone, and leads back with an error', async () => {
    await page.goto(asked());
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('Deny');
    await page.keyboard.press('Space');
    await page.waitForURL(`${callback}?*`);
    const { searchParams } = new URL(page.url());
    expect([searchParams.get('error'), searchParams.get('state'), searchParams.get('code')]).toEqual(['access_denied', 'a b', null]);
  });

  test('names its language, its title, its heading, what is asked for and its buttons', async () => {
    await page.goto(asked());
    const tree = await page.locator('body').ariaSnapshot();
    expect(tree).toContain('heading "Allow phone to use AImyChats API?" [level=1]');
    expect(tree).toContain('list "It will be able to use:"');
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    expect(await page.title()).toBe('Allow phone to use AImyChats API?');
    for (const name of ['Approve', 'Deny']) expect(await page.getByRole('button', { name }).count()).toBe(1);
    expect(await page.evaluate(() => getComputedStyle(document.querySelector('main')!).maxWidth)).not.toBe('none');
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth)).toBe(true);
    expect(misdeeds).toEqual([]);
  });

  test('fits a narrow window', async () => {
    await page.setViewportSize({ width: 320, height: 480 });
    await page.goto(asked());
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth)).toBe(true);
    await page.getByRole('button', { name: 'Deny' }).click();
    await page.waitForURL(`${callback}?*`);
  });

  test('is not shown within another page', async () => {
    await page.goto(callback);
    const frame = await page.evaluate(async (url) => {
      const element = document.createElement('iframe');
      element.src = url;
      await new Promise((resolve) => {
        element.addEventListener('load', resolve);
        document.body.append(element);
      });
      return element.contentDocument === null;
    }, asked());
    expect(frame).toBe(true);
    const [, inner] = page.frames();
    expect(await inner!.locator('button').count()).toBe(0);
    expect(misdeeds.some((text) => /frame/i.test(text))).toBe(true);
  });

  test('counts once: whoever goes back is asked anew, and the old form is not taken', async () => {
    const ticket = () => page.locator('input[name=ticket]').getAttribute('value');
    await page.goto(asked());
    const first = await ticket();
    await page.getByRole('button', { name: 'Approve' }).click();
    await page.waitForURL(`${callback}?*`);
    await page.goBack();
    expect(await ticket()).not.toBe(first);
    const form = { ticket: first!, decision: 'approve' };
    const again = await page.request.post(`${new URL(listening.url).origin}/oauth/authorize`, { form, maxRedirects: 0 });
    expect(again.status()).toBe(400);
  });
});

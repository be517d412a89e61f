import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContext, Page } from '@playwright/test';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { html } from '../../reporters/html/html.tsx';
import { bundledDocument, loadContract } from '../../spec/load.ts';
import type { Result } from '../../suites/result/result.ts';
import { misdeedsOf, startBrowser } from '../support/browser.ts';
import { inProcessTarget, settingsFor, stillMock } from '../support/in-process.ts';
import { recordedRun } from './recorded.ts';

const faults = ['whoami-lists-every-scope', 'rewords-401-message', 'ignores-scopes-on-reads', 'requires-state-at-code-exchange'];

/** The report of a failing run, open on a new page for each test. */
export interface OpenReport {
  readonly result: Result;
  readonly folder: string;
  readonly url: string;
  readonly browser: Browser;
  readonly page: Page;
}

/** Makes the report before the tests of a file. The page must do nothing that a report must not do. */
export function openReport(): OpenReport {
  let result: Result;
  let folder: string;
  let url: string;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
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

  return {
    get result() {
      return result;
    },
    get folder() {
      return folder;
    },
    get url() {
      return url;
    },
    get browser() {
      return browser;
    },
    get page() {
      return page;
    },
  };
}

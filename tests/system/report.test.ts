import { describe, expect, test } from 'vitest';
import { openReport } from './open-report.ts';

const failed = [
  'credentials/error-message',
  'oauth/code-exchange',
  'oauth/undocumented-required-parameters',
  'scopes/missing',
  'whoami/scopes',
];
const undecided = 'oauth/refresh';

const report = openReport();

const rowsShown = () =>
  report.page
    .locator('details.row[data-requirement]')
    .evaluateAll((rows) => rows.flatMap((row) => (row.checkVisibility() ? [row.getAttribute('data-requirement')] : [])));

const openTopics = () =>
  report.page
    .locator('#requirements .topic')
    .evaluateAll((topics) => topics.filter((topic) => topic.hasAttribute('open')).map(({ id }) => id));

/** Presses Tab until the given element has the focus, as a person without a mouse does. */
async function tabTo(selector: string): Promise<void> {
  for (let presses = 0; presses < 200; presses += 1) {
    await report.page.keyboard.press('Tab');
    if (await report.page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) return;
  }
  throw new Error(`${selector} cannot be reached by Tab`);
}

describe('the report of a run with two faults, in a browser', () => {
  test('says the verdict first and what failed below it', async () => {
    expect(await report.page.getByRole('heading', { level: 1 }).textContent()).toBe('non-conformant');
    const shown = await report.page
      .locator('#failed .card')
      .evaluateAll((found) => found.map((one) => one.getAttribute('data-requirement')));
    expect(new Set(shown)).toEqual(new Set(failed));
    expect(await report.page.locator('#undecided').textContent()).toContain(undecided);
  });

  test('lists every requirement of the run, by topic, folded', async () => {
    expect(await rowsShown()).toEqual([]);
    for (const summary of await report.page.locator('#requirements .topic > summary').all()) await summary.click();
    expect(await rowsShown()).toEqual(report.result.requirements.map(({ id }) => id));
  });

  test('leads from a topic of the first screen to its requirements', async () => {
    await report.page.getByRole('list', { name: 'Topics' }).getByRole('link', { name: 'scopes' }).click();
    await expect.poll(openTopics).toEqual(['topic-scopes']);
    expect(await report.page.locator('#topic-scopes').evaluate((topic) => topic.getBoundingClientRect().top)).toBeLessThan(400);
  });

  test('leads from a total of the first screen to just those requirements', async () => {
    const passed = report.result.requirements.filter(({ outcome }) => outcome === 'pass');
    await report.page.locator('.totals').getByRole('link', { name: 'passed' }).click();
    expect(await rowsShown()).toEqual(passed.map(({ id }) => id));
    expect(new URL(report.page.url()).hash).toBe('#filter?outcome=passed');
    expect(await report.page.locator('#requirements').evaluate((section) => Math.abs(section.getBoundingClientRect().top))).toBeLessThan(
      400,
    );
    await report.page.keyboard.press('Escape');
    await expect.poll(openTopics).toEqual([]);
  });

  test('says in the line of a folded failure what is wrong', async () => {
    const folded = report.page.locator('#failed .card:not([open])').last();
    const checks = report.result.requirements.find(({ id }) => id === 'oauth/code-exchange')!.checks;
    const { reason } = checks.find(({ outcome }) => outcome === 'fail')!;
    expect((await report.page.locator('.card[data-requirement="oauth/code-exchange"] > summary').textContent())!.toLowerCase()).toContain(
      reason,
    );
    expect(await folded.locator('.gist').isVisible()).toBe(true);
    await folded.locator('> summary').click();
    expect(await report.page.locator('#failed .card').last().locator('.gist').isVisible()).toBe(false);
  });

  test('leads to the failed section by headings alone', async () => {
    const outline = await report.page.getByRole('heading').evaluateAll((headings) =>
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
    const titles = report.result.requirements.filter(({ id }) => failed.includes(id)).map(({ title }) => title);
    expect(new Set(inFailed.map(({ text }) => titles.find((title) => text.includes(title))))).toEqual(new Set(titles));
    outline.slice(1).forEach(({ level }, index) => expect(level - outline[index]!.level).toBeLessThanOrEqual(1));
  });

  test('skips to what failed with the first Tab', async () => {
    await report.page.keyboard.press('Tab');
    await report.page.keyboard.press('Enter');
    await report.page.waitForURL(`${report.url}#failed`);
    expect(await report.page.locator('#failed').evaluate((section) => section.getBoundingClientRect().top)).toBeLessThan(400);
  });

  test('filters by keyboard, and a reload keeps the filter', async () => {
    await tabTo('input[name=text]');
    await report.page.keyboard.type('whoami/scopes');
    await expect.poll(rowsShown).toEqual(['whoami/scopes']);
    await tabTo('select[name=outcome]');
    await report.page.keyboard.type('failed');
    await report.page.reload();
    expect(await report.page.locator('input[name=text]').inputValue()).toBe('whoami/scopes');
    expect(await report.page.locator('select[name=outcome]').inputValue()).toBe('failed');
    await expect.poll(rowsShown).toEqual(['whoami/scopes']);
    expect(await report.page.locator('#filter-count').textContent()).toBe(`1 of ${report.result.requirements.length} requirements`);
    await tabTo('#filter button[type=reset]');
    await report.page.keyboard.press('Enter');
    await expect.poll(() => report.page.locator('#filter-count').textContent(), { timeout: 20_000 }).toBe('');
    expect(await openTopics()).toEqual([]);
    await expect.poll(() => new URL(report.page.url()).hash).toBe('');
  });

  test('opens the details of a failure, a requirement and an exchange by keyboard', async () => {
    for (const details of [
      '#failed details:not([open])',
      '#requirements .topic',
      '#requirements details.row',
      '#exchanges details.exchange',
    ]) {
      await tabTo(`${details} > summary`);
      await report.page.keyboard.press('Enter');
      expect(await report.page.evaluate(() => document.activeElement?.closest('details')?.open)).toBe(true);
      expect(await report.page.evaluate(() => document.activeElement?.nextElementSibling?.checkVisibility())).toBe(true);
    }
  });

  test('moves between failures with j and k, closes one with o, and lists its keys with a question mark', async () => {
    const focused = () => report.page.evaluate(() => document.activeElement?.closest('.card')?.getAttribute('data-requirement'));
    const order = await report.page
      .locator('#failed .card')
      .evaluateAll((cards) => cards.map((card) => card.getAttribute('data-requirement')));
    await report.page.keyboard.press('j');
    await report.page.keyboard.press('j');
    expect(await focused()).toBe(order[1]);
    await report.page.keyboard.press('k');
    expect(await focused()).toBe(order[0]);
    await report.page.keyboard.press('o');
    expect(await report.page.locator('#failed .card').first().getAttribute('open')).toBeNull();
    await report.page.keyboard.press('?');
    expect(await report.page.getByRole('dialog').isVisible()).toBe(true);
    await report.page.keyboard.press('Escape');
    expect(await report.page.getByRole('dialog').isVisible()).toBe(false);
    await report.page.keyboard.press('/');
    await report.page.keyboard.type('jk');
    expect(await report.page.locator('input[name=text]').inputValue()).toBe('jk');
  });

  test('opens and closes all failures with a button and with e', async () => {
    const open = () =>
      report.page.locator('#failed .card').evaluateAll((cards) => cards.filter((card) => card.hasAttribute('open')).length);
    expect(await open()).toBe(1);
    await report.page.getByRole('button', { name: 'Open or close all' }).click();
    expect(await open()).toBe(failed.length);
    await report.page.locator('h1').click();
    await report.page.keyboard.press('e');
    expect(await open()).toBe(0);
  });

  test('keeps the open card in its address', async () => {
    const last = report.page.locator('#failed .card').last();
    await last.locator('> summary').click();
    const id = await last.getAttribute('id');
    await report.page.waitForURL(`${report.url}#${id}`);
    await report.page.goto('about:blank');
    await report.page.goto(`${report.url}#${id}`);
    await report.page.locator(`#${id}[open]`).waitFor();
  });

  test('says why a failure matters, how to fix it and where it is documented', async () => {
    const card = report.page.locator('.card[data-requirement="whoami/scopes"]');
    await card.locator('> summary').click();
    const { guidance } = report.result.requirements.find(({ id }) => id === 'whoami/scopes')!;
    for (const text of [guidance!.why, guidance!.failure, guidance!.fix]) expect(await card.textContent()).toContain(text);
    expect(await card.locator('mark').allTextContents()).toContain('  "scopes": [');
    const reference = report.page.locator('.card[data-requirement="scopes/missing"]').getByRole('link', { name: /^RFC/ });
    expect(await reference.first().getAttribute('href')).toMatch(/^https:\/\/www\.rfc-editor\.org/);
    expect(await card.getByRole('link', { name: /\.spec\.ts$/ }).getAttribute('href')).toMatch(/^reproduce\//);
  });

  test('leads from a cell of the matrix to its exchange', async () => {
    const cell = report.page.locator('#access tr', { hasText: 'listConversations' }).locator('td.wrong').first();
    expect(await cell.textContent()).toContain('served, not as documented');
    const href = await cell.getByRole('link').getAttribute('href');
    await cell.getByRole('link').click();
    const exchange = report.page.locator(href!);
    await exchange.and(report.page.locator('[open]')).waitFor();
    expect(await exchange.textContent()).toContain('/conversations');
    expect(await report.page.locator('#access thead').textContent()).not.toContain('refused');
  });

  test('draws the quota over time: served, rejected, announced wait, served again', async () => {
    const charts = report.page.locator('#limits figure');
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
    const card = report.page.locator('.card[data-requirement="oauth/undocumented-required-parameters"]');
    await card.locator('> summary').click();
    expect(await card.locator('svg text').allTextContents()).toEqual(
      expect.arrayContaining(['authorization server', 'GET /oauth/authorize (code)', '302 to /callback?code', '400 invalid_request']),
    );
  });

  test('marks in a dialogue only what a check found wrong, and names the check of each request', async () => {
    const steps = report.page.locator('#oauth .dialogue .step');
    expect(
      await steps
        .locator('.back')
        .filter({ hasText: /^4\d\d/ })
        .count(),
    ).toBeGreaterThan(3);
    expect(await report.page.locator('#oauth .step.fail text.back').allTextContents()).toEqual(['400 invalid_request']);
    expect(await steps.locator('.checked').allTextContents()).toContain('✓ wrong-secret');
  });
});

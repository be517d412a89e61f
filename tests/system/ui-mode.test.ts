import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startBrowser } from '../support/browser.ts';
import { call, folderWith, start } from '../support/command.ts';

const runsIn = async (folder: string) => (await readdir(folder)).filter((name) => name.startsWith('auth-conformance-run-'));

/** When the tests of the only run in a folder were started. */
async function startedAt(folder: string): Promise<number> {
  const [name = ''] = await runsIn(folder);
  const run: { readonly startedAt: number } = JSON.parse(await readFile(join(folder, name, 'run.json'), 'utf8'));
  return run.startedAt;
}

test('run --ui lists the planned requirements in Playwright’s UI mode, runs them, and ends with nothing left', async () => {
  const { folder, remove } = await folderWith();
  const own = { TMPDIR: folder };
  const selection = ['--only', 'whoami/scopes', '--fault', 'whoami-lists-every-scope'];
  const command = start(['run', '--target', 'mock', ...selection, '--ui', '--ui-host', '127.0.0.1', '--ui-port', '0'], {
    folder,
    environment: own,
  });
  const [, url = ''] = /Listening on (http:\S+)/.exec(await command.seen('stdout', /Listening on http:\S+\n/))!;
  const browser = await startBrowser();
  try {
    const page = await browser.newPage();
    page.setDefaultTimeout(120_000);
    await page.goto(url);
    await page.getByTestId('test-tree').getByText('whoami/scopes:').waitFor();
    expect(await page.getByText('limits/').count()).toBe(0);
    await page.getByTitle('Run all').click();
    // Other texts say that a test failed, too, but not every one can be seen.
    await page.getByTestId('test-tree').locator('.codicon-error').first().waitFor();
    await page.getByTestId('test-tree').getByText('whoami/scopes:').click();
    await page.getByRole('tab', { name: 'Errors' }).click();
    await page
      .getByText(/observed \["admin","delete","read","write"\]/)
      .first()
      .waitFor();
    // Each start plays the scenarios again.
    const first = await startedAt(folder);
    await page.getByTitle('Run all').and(page.locator(':enabled')).click();
    await expect.poll(() => startedAt(folder), { timeout: 120_000 }).toBeGreaterThan(first);
  } finally {
    await browser.close();
  }
  command.process.kill('SIGINT');
  expect(await command.ended).toMatchObject({ code: 0 });
  expect(await runsIn(folder)).toEqual([]);
  await remove();
}, 400_000);

test(
  'run --ui without a screen names the options that need none, and a target that does not work is unusable',
  { timeout: 60_000 },
  async () => {
    const { folder, remove } = await folderWith();
    const { code, lastLine } = await call(['run', '--target', 'mock', '--ui'], { folder });
    expect([code, lastLine]).toEqual([2, expect.stringContaining('add --ui-host 127.0.0.1 --ui-port 0')]);
    const vain = await call(['run', '--target', 'mock', '--ui', '--ui-port', '0', '--write-baseline', 'b.yaml'], { folder });
    expect([vain.code, vain.lastLine]).toEqual([2, expect.stringContaining('leave out --write-baseline')]);
    const dead = await call(['run', '--target', 'https://127.0.0.1:9/v1', '--ui', '--ui-port', '0'], { folder });
    expect(dead.code).toBe(4);
    await remove();
  },
);

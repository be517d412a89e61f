/**
 * Takes the screenshots of the README: the report of a mock with faults, on a desktop, in the dark and on a phone. Needs a build and Chromium.
 *
 * @module
 */
import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from '@playwright/test';

const root = fileURLToPath(new URL('..', import.meta.url));
const images = join(root, 'docs/images');
const faults = ['accepts-revoked-key', 'ignores-scopes-on-reads', 'reports-reset-in-milliseconds', 'requires-state-at-code-exchange'];
const shots = [
  { name: 'report.png', width: 1280, height: 1230, colorScheme: 'light', from: 'body' },
  { name: 'report-figures.png', width: 1280, height: 900, colorScheme: 'light', from: '#access' },
  { name: 'report-dark.png', width: 1280, height: 800, colorScheme: 'dark', from: 'body' },
  { name: 'report-phone.png', width: 390, height: 844, colorScheme: 'light', from: 'body' },
] as const;

const folder = await mkdtemp(join(tmpdir(), 'auth-conformance-screenshots-'));
const armed = faults.flatMap((fault) => ['--fault', fault]);
spawnSync(process.execPath, [join(root, 'dist/cli/main.js'), 'run', '--target', 'mock', '--quiet', '--format', 'html', ...armed], {
  cwd: folder,
  stdio: 'inherit',
});
await mkdir(images, { recursive: true });
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
for (const { name, width, height, colorScheme, from } of shots) {
  const page = await browser.newPage({ viewport: { width, height }, colorScheme });
  await page.goto(pathToFileURL(join(folder, 'auth-conformance-report/report.html')).href);
  await page.locator(from).evaluate((element) => element.scrollIntoView());
  await page.screenshot({ path: join(images, name) });
  await page.close();
}
await browser.close();
await rm(folder, { recursive: true, force: true });

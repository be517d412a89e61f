import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openerOf } from '../../cli/commands/show.ts';
import { call, folderWith } from '../support/command.ts';

const { folder, remove } = await folderWith();
afterAll(remove);

test('prints the path of the page of the last run, and opens it in the browser of the user', async () => {
  const place = await folderWith();
  await mkdir(join(place.folder, 'auth-conformance-report'));
  await writeFile(join(place.folder, 'auth-conformance-report/report.html'), '<!doctype html>');
  const browser = join(folder, 'browser');
  await writeFile(browser, `#!/bin/sh\nprintf '%s' "$1" > "${folder}/opened"\n`);
  await chmod(browser, 0o755);
  const { code, stdout } = await call(['show'], { folder: place.folder, environment: { BROWSER: browser } });
  expect([code, stdout]).toEqual([0, `${join(place.folder, 'auth-conformance-report/report.html')}\n`]);
  await expect.poll(() => readFile(join(folder, 'opened'), 'utf8').catch(() => '')).toBe(stdout.trim());
  await place.remove();
});

test('only prints it where there is no screen', async () => {
  await writeFile(join(folder, 'report.html'), '<!doctype html>');
  const { code, stdout, stderr } = await call(['show', '--report-dir', '.'], { folder });
  expect([code, stdout, stderr]).toEqual([0, `${join(folder, 'report.html')}\n`, '']);
});

test('says how to get a page where there is none', async () => {
  const place = await folderWith({ 'results.json': '{}' });
  const [none, noPage] = await Promise.all([call(['show'], place), call(['show', '--report-dir', '.'], place)]);
  expect([none.code, noPage.code]).toEqual([2, 2]);
  expect(none.lastLine).toContain('run first');
  expect(noPage.lastLine).toContain('auth-conformance report results.json --format html writes it');
  await place.remove();
});

test.for([
  ['linux', {}, undefined],
  ['linux', { DISPLAY: ':0' }, ['xdg-open']],
  ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, ['xdg-open']],
  ['linux', { DISPLAY: ':0', CI: 'true' }, undefined],
  ['darwin', {}, ['open']],
  ['win32', {}, ['rundll32', 'url.dll,FileProtocolHandler']],
  ['darwin', { BROWSER: 'firefox' }, ['firefox']],
] as const)('on %s with %o the opener is %s', ([platform, environment, opener]) => {
  expect(openerOf(platform, environment)).toEqual(opener);
});

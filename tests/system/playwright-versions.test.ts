/**
 * The suites run on the lowest and on the newest Playwright that the package allows.
 *
 * @module
 */
import { execFile } from 'node:child_process';
import { cp, mkdir, readdir, readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { folderWith } from '../support/command.ts';
import { root } from '../support/pages.ts';

const run = promisify(execFile);
const { peerDependencies }: { readonly peerDependencies: { readonly [name: string]: string } } = JSON.parse(
  await readFile(join(root, 'package.json'), 'utf8'),
);
const range = peerDependencies['@playwright/test']!;

/** Installs Playwright alone, and links the build's other packages beside it. Returns the path of the command. */
async function installBeside(version: string): Promise<string> {
  const { folder, remove } = await folderWith({ 'package.json': '{ "private": true }' });
  onTestFinished(remove);
  await run('npm', ['install', '--no-audit', '--no-fund', `@playwright/test@${version}`], { cwd: folder });
  const [from, to] = [join(root, 'node_modules'), join(folder, 'node_modules')];
  const present = new Set(await readdir(to));
  const others = (await readdir(from)).filter((name) => !present.has(name) && !name.startsWith('.'));
  await Promise.all(others.map((name) => symlink(join(from, name), join(to, name))));
  const own = join(to, 'auth-conformance');
  await mkdir(own);
  for (const part of ['dist', 'package.json', 'docs/schemas']) await cp(join(root, part), join(own, part), { recursive: true });
  return join(own, 'dist/cli/main.js');
}

test.for([/\d+\.\d+\.\d+/.exec(range)![0], range])('the suites run on Playwright %s', { timeout: 180_000 }, async (version) => {
  const command = await installBeside(version);
  const topics = ['credentials', 'whoami', 'scopes'].flatMap((topic) => ['--only', topic]);
  const { folder, remove } = await folderWith({});
  onTestFinished(remove);
  const { stdout } = await run(process.execPath, [command, 'run', '--target', 'mock', ...topics], { cwd: folder });
  expect(stdout).toMatch(/^CONFORMANT/m);
});

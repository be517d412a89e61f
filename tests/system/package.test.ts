/**
 * The package as its users install it: from the tarball, in an empty folder, beside the lowest and the newest supported Playwright.
 *
 * @module
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));
const manifest: { peerDependencies: { [name: string]: string } } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
const readme = await readFile(join(root, 'README.md'), 'utf8');
const lowest = /\d+\.\d+\.\d+/.exec(manifest.peerDependencies['@playwright/test']!)![0];

const folder = await mkdtemp(join(tmpdir(), 'auth-conformance-package-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Packs a copy of the sources; returns the tarball. */
async function packed(name: string): Promise<string> {
  const copy = join(folder, name);
  const { stdout } = await run('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: root });
  for (const file of stdout.split('\0').filter((one) => one !== '' && one !== 'node_modules')) {
    await mkdir(dirname(join(copy, file)), { recursive: true });
    await cp(join(root, file), join(copy, file));
  }
  await symlink(join(root, 'node_modules'), join(copy, 'node_modules'));
  await run('npm', ['pack', '--silent'], { cwd: copy });
  const tarball = (await readdir(copy)).find((file) => file.endsWith('.tgz')) ?? '';
  return join(copy, tarball);
}

const sha256 = async (file: string) =>
  createHash('sha256')
    .update(await readFile(file))
    .digest('hex');

async function sizeOf(path: string): Promise<number> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  const sizes = entries.filter((entry) => entry.isFile()).map(async ({ parentPath, name }) => (await stat(join(parentPath, name))).size);
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

let tarball = '';
beforeAll(async () => {
  tarball = await packed('one');
}, 180_000);

test('the tarball is the same byte for byte if it is made again', { timeout: 180_000 }, async () => {
  expect(await sha256(await packed('two'))).toBe(await sha256(tarball));
});

test(
  'an installation without Playwright has at most 60 packages and 30 MB, and the bill of materials names them and what the build contains',
  { timeout: 180_000 },
  async () => {
    const place = join(folder, 'small');
    await mkdir(place);
    await run('npm', ['init', '-y'], { cwd: place });
    await run('npm', ['install', '--legacy-peer-deps', '--no-audit', '--no-fund', tarball], { cwd: place });
    const { packages }: { packages: { [path: string]: { version?: string } } } = JSON.parse(
      await readFile(join(place, 'package-lock.json'), 'utf8'),
    );
    const installed = Object.entries(packages)
      .filter(([path]) => path !== '' && path !== 'node_modules/auth-conformance')
      .map(([path]) => path.split('node_modules/').at(-1)!);
    expect(installed.length).toBeLessThanOrEqual(60);
    expect(await sizeOf(join(place, 'node_modules'))).toBeLessThan(30_000_000);
    const bill: { components: { group?: string; name: string }[] } = JSON.parse(
      await readFile(join(place, 'node_modules/auth-conformance/sbom.cdx.json'), 'utf8'),
    );
    const named = new Set(bill.components.map(({ group, name }) => (group === undefined ? name : `${group}/${name}`)));
    const contained: { name: string }[] = JSON.parse(
      await readFile(join(place, 'node_modules/auth-conformance/dist/bundled.json'), 'utf8'),
    );
    expect(contained.map(({ name }) => name)).toContain('@redocly/openapi-core');
    expect([...installed, ...contained.map(({ name }) => name)].filter((name) => !named.has(name))).toEqual([]);
    expect([...named].filter((name) => /^(?:vitest|typescript|esbuild)$/.test(name))).toEqual([]);
  },
);

describe.each([
  ['lowest', lowest],
  ['newest', 'latest'],
])('beside the %s Playwright', (name, version) => {
  test('its command is installed, and the mock is conformant', { timeout: 300_000 }, async () => {
    const place = join(folder, name);
    await mkdir(place);
    await run('npm', ['init', '-y'], { cwd: place });
    await run('npm', ['install', '--no-audit', '--no-fund', tarball, `@playwright/test@${version}`], { cwd: place });
    const { stdout } = await run('npx', ['--no-install', 'auth-conformance', 'run', '--target', 'mock', '--quiet'], {
      cwd: place,
      env: { ...process.env, NO_COLOR: '1' },
    });
    expect(stdout).toMatch(/^CONFORMANT/m);
    const scores = stdout.match(/^(contract|standards) .*$/gm) ?? [];
    expect(scores).toHaveLength(2);
    for (const line of scores) expect(readme).toContain(line);
  });
});

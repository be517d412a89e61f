/**
 * The tarball of the package, and projects that install it.
 *
 * @module
 */
import { execFile } from 'node:child_process';
import { cp, mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Runs a program to its end; an exit code other than 0 is an error with all that it wrote. */
export const run = promisify(execFile);

/** Packs a copy of the sources in a folder that does not exist yet; returns the tarball. */
export async function packed(copy: string): Promise<string> {
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

/** Makes a project in a folder that does not exist yet, with packages. */
export async function projectWith(
  place: string,
  packages: readonly string[],
  { manifest = {}, options = [] }: { readonly manifest?: object; readonly options?: readonly string[] } = {},
): Promise<void> {
  await mkdir(place);
  await writeFile(join(place, 'package.json'), JSON.stringify({ private: true, ...manifest }));
  await run('npm', ['install', '--no-audit', '--no-fund', ...options, ...packages], { cwd: place });
}

/** Installs a version of Node.js from npm; returns the folder of its executable. */
export async function nodeOf(place: string, version: string): Promise<string> {
  const name = `node-${process.platform}-${process.arch}`;
  await projectWith(place, [`${name}@${version}`]);
  return join(place, 'node_modules', name, 'bin');
}

/** The environment of a process that finds this Node.js first. */
export const withNode = (bin: string, variables: object = {}): NodeJS.ProcessEnv => ({
  ...process.env,
  NO_COLOR: '1',
  ...variables,
  PATH: [bin, process.env['PATH'] ?? ''].join(delimiter),
});

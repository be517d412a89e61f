/**
 * Builds the package if a source is newer than the build: for `npm run prove`, and before tests, which start the built command line.
 *
 * @module
 */
import { execFileSync } from 'node:child_process';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const built = 'dist/spec/openapi.contract.json';

async function newest(folder: string): Promise<number> {
  const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return Math.max(...(await Promise.all(files.map(async ({ parentPath, name }) => (await stat(join(parentPath, name))).mtimeMs))));
}

export default async function build(): Promise<void> {
  const sources = await Promise.all(['spec', 'mock', 'suites', 'client', 'reporters', 'cli'].map(newest));
  const since = await stat(join(root, built)).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
  if (since < Math.max(...sources)) execFileSync('npm', ['run', '--silent', 'build'], { cwd: root, stdio: 'inherit' });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await build();

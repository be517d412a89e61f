/**
 * Writes every generated file, or compares them (`--check`), or writes the long pages into a folder (`--pages DIR`).
 *
 * @module
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { committed, longPages } from './generate/documents.ts';
import { outOfDate } from './generate/out-of-date.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values } = parseArgs({ options: { check: { type: 'boolean', default: false }, pages: { type: 'string' } } });

if (values.check) {
  const stale = await outOfDate(committed, root);
  for (const path of stale) console.error(`${path} is out of date`);
  if (stale.length > 0) {
    console.error('Write the generated files again: npm run generate');
    process.exitCode = 1;
  }
} else {
  const folder = values.pages === undefined ? root : resolve(values.pages);
  await mkdir(folder, { recursive: true });
  for (const { path, make } of values.pages === undefined ? committed : longPages) {
    await writeFile(join(folder, path), await make());
    console.log(join(folder, path));
  }
}

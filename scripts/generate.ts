/**
 * Writes every generated file, or compares them (`--check`).
 *
 * @module
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { committed } from './generate/documents.ts';
import { outOfDate } from './generate/out-of-date.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });

if (values.check) {
  const stale = await outOfDate(committed, root);
  for (const path of stale) console.error(`${path} is out of date`);
  if (stale.length > 0) {
    console.error('Write the generated files again: npm run generate');
    process.exitCode = 1;
  }
} else {
  for (const { path, make } of committed) {
    await writeFile(join(root, path), await make());
    console.log(join(root, path));
  }
}

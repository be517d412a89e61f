import { readFile } from 'node:fs/promises';
import type { Signs } from './coverage.ts';

const file = new URL('./signs.json', import.meta.url);

/** What was learned of all faults; `tests/cli/power/signs.test.ts` writes the file. */
export async function knownSigns(): Promise<Signs> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a file of our own, which a test holds against what it is made from
  return JSON.parse(await readFile(file, 'utf8')) as Signs;
}

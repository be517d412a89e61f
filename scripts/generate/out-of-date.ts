import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { GeneratedFile } from './documents.ts';

/** The paths of the generated files whose text in a folder differs from what is generated now; a missing file is one of them. */
export async function outOfDate(files: readonly GeneratedFile[], folder: string): Promise<readonly string[]> {
  const compared = await Promise.all(
    files.map(async ({ path, make }) => {
      const [expected, actual] = await Promise.all([make(), readFile(join(folder, path), 'utf8').catch(() => undefined)]);
      return { path, same: expected === actual };
    }),
  );
  return compared.filter(({ same }) => !same).map(({ path }) => path);
}

import { readFile, writeFile } from 'node:fs/promises';
import { expect } from 'vitest';

/** Holds a text equal to a golden file; with `UPDATE=1` in the environment the file is written instead. */
export async function expectGolden(file: URL, text: string): Promise<void> {
  if (process.env['UPDATE'] === '1') await writeFile(file, text);
  expect(text).toBe(await readFile(file, 'utf8'));
}

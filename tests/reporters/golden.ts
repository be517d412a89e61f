import { readFile, writeFile } from 'node:fs/promises';
import { expect } from 'vitest';

/** Holds a text equal to a file under `golden/`; with `UPDATE=1` in the environment the file is written instead. */
export async function expectGolden(name: string, text: string): Promise<void> {
  const file = new URL(`./golden/${name}`, import.meta.url);
  if (process.env['UPDATE'] === '1') await writeFile(file, text);
  expect(text).toBe(await readFile(file, 'utf8'));
}

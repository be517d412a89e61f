import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { formats } from '../../reporters/formats.ts';
import { title } from '../../reporters/reproduce/reproduce.ts';
import { marker } from '../../reporters/reproduce/spec.ts';
import { unknownName } from '../../spec/suggestion.ts';
import type { Result } from '../../suites/result/result.ts';
import { CommandFailure, harnessFailure, usage } from '../failure.ts';
import { leaksOf, type NamedSecret } from './leaks.ts';
import { writeWhole } from './whole-file.ts';

/** The formats that are written to files. */
export const fileFormats = formats.filter(({ file }) => file !== undefined).map(({ name }) => name);

/**
 * Parses a comma-separated list of formats.
 *
 * @throws {CommandFailure} with exit code 2 if one is unknown
 */
export function parseFormats(list: string | undefined): readonly string[] {
  if (list === undefined) return fileFormats;
  const names = list.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !fileFormats.includes(name));
  if (unknown !== undefined) throw usage(`--format: ${unknownName('a list of formats', unknown, fileFormats)}`);
  return [...new Set(names)];
}

/**
 * Writes the reports of a result, and searches the written files for secrets.
 *
 * @returns the paths, relative to the working directory
 * @throws {CommandFailure} with exit code 70 if a report cannot be written, or contained a secret and was removed
 */
export async function writeReports(
  result: Result,
  folder: string,
  names: readonly string[],
  secrets: readonly NamedSecret[] = [],
): Promise<readonly string[]> {
  try {
    await mkdir(folder, { recursive: true });
    const paths: string[] = [];
    const leaks = secrets.length === 0 ? () => [] : leaksOf(result, secrets);
    for (const format of formats) {
      const { name, file, render, files } = format;
      if (file === undefined || !names.includes(name)) continue;
      const further = files?.(result) ?? [];
      if (files) await clear(dirname(join(folder, file)));
      if (files && further.length === 0) continue;
      await mkdir(dirname(join(folder, file)), { recursive: true });
      for (const one of [...further, { file, text: render(result) }]) await writeWhole(join(folder, one.file), one.text);
      for (const path of [...further.map((one) => one.file), file].map((one) => join(folder, one))) await inspect(path, leaks);
      paths.push(join(folder, file));
    }
    return paths.map((path) => relative('.', path) || path);
  } catch (error) {
    if (error instanceof CommandFailure) throw error;
    throw harnessFailure(
      `cannot write the reports to ${folder}: ${error instanceof Error ? error.message : String(error)}`,
      'output/unwritable',
    );
  }
}

/** Removes the files of an earlier run from a folder, and no other files. */
async function clear(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const path = join(folder, name);
    const text = /\.(?:ts|md)$/.test(name) ? await readFile(path, 'utf8').catch(() => '') : '';
    if (text.startsWith(marker) || text.startsWith(title)) await rm(path, { force: true });
  }
}

/** Searches another written file for secrets. @throws {CommandFailure} with exit code 70 if it contained one and was removed */
export async function inspectFile(result: Result, path: string, secrets: readonly NamedSecret[]): Promise<void> {
  if (secrets.length > 0) await inspect(path, leaksOf(result, secrets));
}

/** Removes a report that contains a secret. */
async function inspect(path: string, leaks: (file: string, text: string) => readonly string[]): Promise<void> {
  const found = leaks(path, await readFile(path, 'utf8'));
  if (found.length === 0) return;
  await rm(path, { force: true });
  throw harnessFailure(`${path} contained a secret (${found.join(', ')}) and was removed`);
}

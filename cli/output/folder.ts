import { access, constants, mkdir, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { usage } from '../failure.ts';

/**
 * Creates the folder of an option and its parents.
 *
 * @throws {CommandFailure} with exit code 2 if it cannot be created or is not writable
 */
export async function makeFolder(option: string, path: string): Promise<void> {
  try {
    await make(resolve(path));
    if (!(await stat(path)).isDirectory()) throw new Error('it is no folder');
    await access(path, constants.W_OK);
  } catch (error) {
    throw usage(`${option}: cannot write to ${path}: ${error instanceof Error ? error.message : String(error)}`, 'output/unwritable');
  }
}

/** Creates one folder at a time, because a recursive `mkdir` can loop forever on some file systems. */
async function make(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EEXIST') return;
    if (code !== 'ENOENT' || dirname(path) === path || (await exists(dirname(path)))) throw error;
    await make(dirname(path));
    await mkdir(path);
  }
}

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );

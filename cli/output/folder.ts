import { access, constants, mkdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { usage } from '../failure.ts';

/**
 * Makes the folder of an option, and those above it.
 *
 * @throws {Failure} with exit code 2 where it cannot be made or written to
 */
export async function makeFolder(option: string, path: string): Promise<void> {
  try {
    await make(resolve(path));
    await access(path, constants.W_OK);
  } catch (error) {
    throw usage(`${option}: ${path} cannot be written to: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** One folder at a time: all at once never returns where the file system says that a parent that exists does not. */
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

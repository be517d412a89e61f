/**
 * The temporary folder through which a run and its workers exchange data. It contains secrets and is removed after the run.
 *
 * @module
 */
import { rmSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlive } from '../../suites/playwright/owner.ts';

const prefix = 'auth-conformance-run-';
/** A worker that is still ending may write a file while the folder is removed; then it is removed again. */
const thoroughly = { recursive: true, force: true, maxRetries: 5, retryDelay: 100 } as const;
const owned = new RegExp(`^${prefix}(?<owner>\\d+)-`);

/** Creates a folder that only this user can read, and removes the folders of killed runs. */
export async function openPrivateFolder(): Promise<{ readonly path: string; remove(): Promise<void> }> {
  await sweep();
  const path = await mkdtemp(join(tmpdir(), `${prefix}${process.pid}-`));
  const last = () => rmSync(path, thoroughly);
  process.once('exit', last);
  return {
    path,
    async remove() {
      process.off('exit', last);
      await rm(path, thoroughly);
    },
  };
}

async function sweep(): Promise<void> {
  const names = await readdir(tmpdir()).catch(() => []);
  const left = names.filter((name) => {
    const owner = owned.exec(name)?.groups?.['owner'];
    return owner !== undefined && !isAlive(Number(owner));
  });
  // Folders of other users cannot be removed.
  await Promise.all(left.map((name) => rm(join(tmpdir(), name), thoroughly).catch(() => {})));
}

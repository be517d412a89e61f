/**
 * The folder in which a run and its workers tell each other what they know. It holds secrets, and goes with the run.
 *
 * @module
 */
import { rmSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlive } from '../../suites/playwright/owner.ts';

const prefix = 'auth-conformance-run-';
const owned = new RegExp(`^${prefix}(?<owner>\\d+)-`);

/** Makes one that nobody else may read. Those of runs that were killed are removed on the way. */
export async function openPrivateFolder(): Promise<{ readonly path: string; remove(): Promise<void> }> {
  await sweep();
  const path = await mkdtemp(join(tmpdir(), `${prefix}${process.pid}-`));
  const last = () => rmSync(path, { recursive: true, force: true });
  process.once('exit', last);
  return {
    path,
    async remove() {
      process.off('exit', last);
      await rm(path, { recursive: true, force: true });
    },
  };
}

async function sweep(): Promise<void> {
  const names = await readdir(tmpdir()).catch(() => []);
  const left = names.filter((name) => {
    const owner = owned.exec(name)?.groups?.['owner'];
    return owner !== undefined && !isAlive(Number(owner));
  });
  // Another user's stay where they are.
  await Promise.all(left.map((name) => rm(join(tmpdir(), name), { recursive: true, force: true }).catch(() => {})));
}

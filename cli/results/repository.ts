import { existsSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import type { Result } from '../../suites/result/result.ts';

/** The Git checkout that contains a folder; undefined if there is none. */
export function repositoryOf(folder: string): Result['document']['repository'] {
  for (let root = folder; ; root = dirname(root)) {
    // In a worktree and in a submodule it is a file.
    if (existsSync(join(root, '.git'))) return { root, folder: relative(root, folder).split(sep).join('/') };
    if (dirname(root) === root) return undefined;
  }
}

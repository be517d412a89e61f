import { watch, type FSWatcher } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { bundledDocument } from '../../spec/loading/bundled.ts';
import { nameOf } from '../../spec/loading/name.ts';
import type { DocumentArguments } from '../document.ts';
import { usage } from '../failure.ts';

/** Within this time several changes are one: an editor writes a file in steps. In milliseconds. */
const settleMs = 100;

/**
 * Calls `act` now and after each change of a file that it has read, one call at a time, until SIGINT or SIGTERM.
 * The folders of the files are watched, because editors replace files, and because a missing file may come.
 *
 * @param act - its argument takes the path of each file before it is read
 * @throws {CommandFailure} with exit code 2 if the document or an overlay is a URL
 */
export async function watchFiles(
  { document = bundledDocument, overlay }: DocumentArguments,
  act: (onFile: (path: string) => void) => Promise<void>,
) {
  const remote = [document, ...overlay].find((source) => /^https?:/i.test(source));
  if (remote !== undefined) throw usage(`--watch: expected files, got ${nameOf(remote)}`);
  const files = new Set<string>();
  const watchers = new Map<string, FSWatcher>();
  let settling: NodeJS.Timeout | undefined;
  let changed: () => void = () => {};
  const onFile = (path: string) => {
    const file = resolve(path);
    const folder = dirname(file);
    files.add(file);
    if (watchers.has(folder)) return;
    const watcher = watcherOf(folder, (name) => {
      if (name !== null && !files.has(join(folder, name))) return;
      clearTimeout(settling);
      settling = setTimeout(() => changed(), settleMs);
    });
    if (watcher)
      watchers.set(
        folder,
        watcher.on('error', () => watchers.delete(folder)),
      );
  };
  const stop = new AbortController();
  const stopped = new Promise<void>((done) => stop.signal.addEventListener('abort', () => done()));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  try {
    while (!stop.signal.aborted) {
      const next = new Promise<void>((done) => (changed = done));
      await act(onFile);
      await Promise.race([next, stopped]);
    }
  } finally {
    clearTimeout(settling);
    for (const watcher of watchers.values()) watcher.close();
  }
}

/** Watches a folder; undefined if it does not exist. */
function watcherOf(folder: string, onChange: (name: string | null) => void): FSWatcher | undefined {
  try {
    return watch(folder, (_, name) => onChange(name));
  } catch {
    return undefined;
  }
}

import { watch } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** Within this time several changes are one: an editor writes a file in steps. In milliseconds. */
const settleMs = 100;

/**
 * Calls `act` now and after each change of a YAML or JSON file in the folders of these files, one call at a time, until SIGINT or SIGTERM.
 * Folders are watched, because editors replace files, and because documents refer to files next to them.
 */
export async function watchFolders(files: readonly string[], act: () => Promise<void>): Promise<void> {
  let settling: NodeJS.Timeout | undefined;
  let changed: () => void = () => {};
  const folders = new Set(files.map((file) => dirname(resolve(file))));
  const onChange = (_: string, name: string | null) => {
    if (name !== null && !/\.(?:ya?ml|json)$/.test(name)) return;
    clearTimeout(settling);
    settling = setTimeout(() => changed(), settleMs);
  };
  const watchers = [...folders].map((folder) => watch(folder, onChange));
  const stop = new AbortController();
  const stopped = new Promise<void>((done) => stop.signal.addEventListener('abort', () => done()));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  while (!stop.signal.aborted) {
    const next = new Promise<void>((done) => (changed = done));
    await act();
    await Promise.race([next, stopped]);
  }
  clearTimeout(settling);
  for (const watcher of watchers) watcher.close();
}

import { realpath, rename, rm, stat, writeFile } from 'node:fs/promises';

/**
 * Writes a file whole or not at all: on a full disk, an earlier file stays as it was. A link stays, and the file that it leads to is replaced;
 * devices and pipes are written to.
 *
 * @throws {Error} if it cannot be written
 */
export async function writeWhole(path: string, text: string): Promise<void> {
  const there = await stat(path).catch(() => undefined);
  if (there && !there.isFile() && !there.isDirectory()) return writeFile(path, text);
  const file = there ? await realpath(path) : path;
  const part = `${file}.part`;
  try {
    await writeFile(part, text);
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

import { rename, rm, writeFile } from 'node:fs/promises';

/**
 * Writes a file whole or not at all: on a full disk, an earlier file stays as it was.
 *
 * @throws {Error} if it cannot be written
 */
export async function writeWhole(path: string, text: string): Promise<void> {
  const part = `${path}.part`;
  try {
    await writeFile(part, text);
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

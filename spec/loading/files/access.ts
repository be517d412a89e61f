import { realpathSync } from 'node:fs';
import path from 'node:path';
import type { LoadOptions } from '../bundled.ts';
import { isUrl, nameOf } from '../name.ts';

/** Which files a document may refer to, besides those beneath its own folder or of its own origin. */
export interface Access {
  /** Further folders. */
  readonly directories: readonly string[];
  /** Whether URLs of any origin may be fetched. */
  readonly remote: boolean;
  /** Called with the path of each file before it is read. */
  readonly onFile?: LoadOptions['onFile'];
}

/** Why a document may not read a file that it refers to, with a way out; undefined if it may. */
export function refusalOf(file: string, document: string, { directories, remote }: Access): string | undefined {
  if (isUrl(file)) {
    if (remote || (isUrl(document) && new URL(file).origin === new URL(document).origin)) return undefined;
    const own = isUrl(document) ? `a URL at ${new URL(document).origin}` : 'a file';
    return `expected ${own}, got ${nameOf(file)}: pass --allow-remote if the document may read it`;
  }
  if (URL.canParse(file) && !path.isAbsolute(file)) return `expected a file or an http or https URL, got ${nameOf(file)}`;
  const folders = [...(isUrl(document) ? [] : [path.dirname(document)]), ...directories].map(realOf);
  if (folders.some((folder) => isBeneath(folder, realOf(file)))) return undefined;
  const own = isUrl(document) ? `a URL at ${new URL(document).origin}` : 'a file beneath the folder of the document';
  return `expected ${own}, got ${file}: pass --allow-dir ${path.dirname(file)} if the document may read it`;
}

function isBeneath(folder: string, file: string): boolean {
  const relative = path.relative(folder, file);
  return relative === '' || (relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative));
}

/** The path without symbolic links; the parts that do not exist are kept. */
function realOf(file: string): string {
  const absolute = path.resolve(file);
  try {
    return realpathSync(absolute);
  } catch {
    const parent = path.dirname(absolute);
    return parent === absolute ? absolute : path.join(realOf(parent), path.basename(absolute));
  }
}

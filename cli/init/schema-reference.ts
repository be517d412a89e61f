import { dirname, relative, sep } from 'node:path';

/** The package's own JSON Schema, and where it is published. */
export interface OwnSchema {
  /** Its absolute path. */
  readonly path: string;
  readonly version: string;
}

/**
 * How the first line of a configuration names its JSON Schema: by a relative path, or by the published URL of this version if the package is installed
 * elsewhere, as by `npx` or globally, because such a path is another one on the next machine.
 *
 * @param folder - the absolute path of the configuration's folder
 */
export function schemaReference(folder: string, { path, version }: OwnSchema): string {
  const [, place] = /^(.*)[\\/]node_modules[\\/]auth-conformance[\\/]/.exec(path) ?? [];
  const isOwn = place === undefined || isWithin(folder, place);
  if (!isOwn) return `https://unpkg.com/auth-conformance@${version}/docs/schemas/auth-conformance.schema.json`;
  const way = relative(folder, path).split(sep).join('/');
  return way.startsWith('.') ? way : `./${way}`;
}

/** Whether a folder is another one or lies in it. */
function isWithin(folder: string, other: string): boolean {
  return folder === other || (dirname(folder) !== folder && isWithin(dirname(folder), other));
}

import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { member, parseJson, text } from '../spec/json/json.ts';

/** The folder and version of this package. Its package.json is one folder up in a checkout, two or three in the compiled package. */
function ownPackage(): { readonly folder: string; readonly version: string } {
  const here = dirname(fileURLToPath(import.meta.url));
  for (const folder of ['..', '../..', '../../..'].map((path) => join(here, path))) {
    try {
      const manifest = parseJson(readFileSync(join(folder, 'package.json'), 'utf8'));
      const version = text(member(manifest, 'version'));
      if (member(manifest, 'name') === 'auth-conformance' && version !== undefined) return { folder, version };
    } catch {
      // Try the next folder.
    }
  }
  return { folder: join(here, '..'), version: '0.0.0' };
}

/** The version of this package. */
export const packageVersion = (): string => ownPackage().version;

/** The absolute path of the JSON Schema of `auth-conformance.yaml`. */
export const configurationSchemaPath = (): string => join(ownPackage().folder, 'docs/schemas/auth-conformance.schema.json');

import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { member, parseJson, text } from '../spec/json.ts';

/** The version of this package: from its package.json, which stands one folder up in a checkout and two in the compiled package. */
export function packageVersion(): string {
  const here = dirname(fileURLToPath(import.meta.url));
  for (const path of [join(here, '../package.json'), join(here, '../../package.json')]) {
    try {
      const manifest = parseJson(readFileSync(path, 'utf8'));
      const version = text(member(manifest, 'version'));
      if (member(manifest, 'name') === 'auth-conformance' && version !== undefined) return version;
    } catch {
      // Not there: the other one is.
    }
  }
  return '0.0.0';
}

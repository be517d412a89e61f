import { usage } from '../failure.ts';
import type { ConfigurationFile } from './file.ts';

/**
 * Holds a name of the configuration against those of the document; an absent name is none.
 *
 * @throws {Failure} with exit code 2 that lists what there is
 */
export function known(file: ConfigurationFile, key: string, what: string, name: string | undefined, names: readonly string[]): void {
  if (name === undefined || names.includes(name)) return;
  const list = names.length === 0 ? `the document has no ${what}` : `expected one of ${names.join(', ')}`;
  throw usage(`${file.where(key) ?? 'configuration'}: ${key}: ${list}, got "${name}"`);
}

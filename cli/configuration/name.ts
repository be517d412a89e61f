import { misconfigured } from '../failure.ts';
import type { ConfigurationFile } from './file.ts';

/**
 * Checks that the document has a name from the configuration; an absent name is valid.
 *
 * @throws {CommandFailure} with exit code 2; lists the names that the document has
 */
export function checkName(file: ConfigurationFile, key: string, what: string, name: string | undefined, names: readonly string[]): void {
  if (name === undefined || names.includes(name)) return;
  const list = names.length === 0 ? `the document has no ${what}` : `expected one of ${names.join(', ')}`;
  throw misconfigured(`${file.where(key) ?? 'configuration'}: ${key}: ${list}, got "${name}"`);
}

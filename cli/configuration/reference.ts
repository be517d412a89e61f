import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { commandOutput } from '../../suites/http/renewal/command.ts';
import { usage } from '../failure.ts';
import type { ConfigurationFile } from './file.ts';
import type { Reference } from './schema.ts';

/** Resolves references. Reads each source only when needed. */
export interface Secrets {
  /** The folder that paths and commands are relative to. */
  readonly folder: string;
  /**
   * Reads a secret.
   *
   * @param key - the configuration key of the reference, for the error message
   * @throws {CommandFailure} with exit code 2 if there is no secret
   */
  read(reference: Reference, key: string): Promise<string>;
}

/** Called with a variable that is not set and the configuration key that names it. */
export type OnUnset = (variable: string, key: string) => void;

/**
 * Opens the sources of secrets: the environment, the `.env` file next to the configuration, files and commands.
 *
 * @param onUnset - called for each unset variable, which then gets a placeholder value; without it, an unset variable is an error
 */
export async function openSecrets(file: ConfigurationFile, environment: NodeJS.ProcessEnv, onUnset?: OnUnset): Promise<Secrets> {
  const folder = file.path === undefined ? process.cwd() : dirname(resolve(file.path));
  const dotenv = parseEnv(await readFile(join(folder, '.env'), 'utf8').catch(() => ''));
  const missing = (key: string, message: string) =>
    usage(`${file.where(key) ?? 'configuration'}: ${key}: ${message}`, 'configuration/secret');
  return {
    folder,
    async read(reference, key) {
      if ('env' in reference) {
        // Names such as __proto__ are in the environment only if they are set.
        const value = [environment, dotenv].find((source) => Object.hasOwn(source, reference.env))?.[reference.env];
        if (value !== undefined && value !== '') return value;
        if (!onUnset)
          throw missing(key, `the environment variable ${reference.env} is not set: set it, or add it to .env next to this file`);
        onUnset(reference.env, key);
        return `value-of-${reference.env}`;
      }
      if ('file' in reference) {
        const path = resolve(folder, reference.file);
        const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
          throw missing(key, `cannot read the file ${reference.file} (${error.code ?? 'unknown error'})`);
        });
        if (text.trim() === '') throw missing(key, `the file ${reference.file} is empty`);
        return text.replace(/\r?\n$/, '');
      }
      const output = await commandOutput(reference.command, folder);
      if ('problem' in output) throw missing(key, output.problem);
      return output.value;
    },
  };
}

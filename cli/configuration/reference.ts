import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { parseEnv, promisify } from 'node:util';
import { usage } from '../failure.ts';
import type { ConfigurationFile } from './file.ts';
import type { Reference } from './schema.ts';

/** Resolves references. Reads each source only when needed. */
export interface Secrets {
  /**
   * Reads a secret.
   *
   * @param key - the configuration key of the reference, for the error message
   * @throws {CommandFailure} with exit code 2 if there is no secret
   */
  read(reference: Reference, key: string): Promise<string>;
}

/**
 * Opens the sources of secrets: the environment, the `.env` file next to the configuration, files and commands.
 *
 * @param onUnset - called for each unset variable, which then gets a placeholder value; without it, an unset variable is an error
 */
export async function openSecrets(
  file: ConfigurationFile,
  environment: NodeJS.ProcessEnv,
  onUnset?: (variable: string) => void,
): Promise<Secrets> {
  const folder = file.path === undefined ? process.cwd() : dirname(resolve(file.path));
  const dotenv = parseEnv(await readFile(join(folder, '.env'), 'utf8').catch(() => ''));
  const missing = (key: string, message: string) =>
    usage(`${file.where(key) ?? 'configuration'}: ${key}: ${message}`, 'configuration/secret');
  return {
    async read(reference, key) {
      if ('env' in reference) {
        const value = environment[reference.env] ?? dotenv[reference.env];
        if (value !== undefined && value !== '') return value;
        if (!onUnset)
          throw missing(key, `the environment variable ${reference.env} is not set: set it, or add it to .env next to this file`);
        onUnset(reference.env);
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
      const outcome = await promisify(execFile)('/bin/sh', ['-c', reference.command], { cwd: folder }).catch(
        (error: { readonly code?: number | string }) => {
          throw missing(key, `the command failed (exit code ${error.code ?? 'unknown'}); run it yourself to see why`);
        },
      );
      const value = outcome.stdout.replace(/\r?\n$/, '');
      if (value === '') throw missing(key, 'the command printed nothing');
      return value;
    },
  };
}

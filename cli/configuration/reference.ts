import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { parseEnv, promisify } from 'node:util';
import { usage } from '../failure.ts';
import type { ConfigurationFile } from './file.ts';
import type { Reference } from './schema.ts';

/** Resolves references; asks every source only when it is needed. */
export interface Secrets {
  /**
   * The secret behind a reference.
   *
   * @param key - the configuration key that holds it, for the error
   * @throws {Failure} with exit code 2 where there is none
   */
  read(reference: Reference, key: string): Promise<string>;
}

/**
 * Opens the sources of secrets: the environment, the `.env` file beside the configuration, files, commands.
 *
 * @param onUnset - is told of variables that are not set, for which something stands in then; without it they are refused
 */
export async function openSecrets(
  file: ConfigurationFile,
  environment: NodeJS.ProcessEnv,
  onUnset?: (variable: string) => void,
): Promise<Secrets> {
  const folder = file.path === undefined ? process.cwd() : dirname(resolve(file.path));
  const dotenv = parseEnv(await readFile(join(folder, '.env'), 'utf8').catch(() => ''));
  const missing = (key: string, says: string) => usage(`${file.where(key) ?? 'configuration'}: ${key}: ${says}`);
  return {
    async read(reference, key) {
      if ('env' in reference) {
        const value = environment[reference.env] ?? dotenv[reference.env];
        if (value !== undefined && value !== '') return value;
        if (!onUnset) throw missing(key, `the environment variable ${reference.env} is not set, nor is it in .env beside the file`);
        onUnset(reference.env);
        return `value-of-${reference.env}`;
      }
      if ('file' in reference) {
        const path = resolve(folder, reference.file);
        const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
          throw missing(key, `the file ${reference.file} cannot be read (${error.code ?? 'unknown error'})`);
        });
        if (text.trim() === '') throw missing(key, `the file ${reference.file} is empty`);
        return text.replace(/\r?\n$/, '');
      }
      const outcome = await promisify(execFile)('/bin/sh', ['-c', reference.command], { cwd: folder }).catch(
        (error: { readonly code?: number | string }) => {
          throw missing(key, `the command failed (exit code ${error.code ?? 'unknown'}); run it by hand to see why`);
        },
      );
      const value = outcome.stdout.replace(/\r?\n$/, '');
      if (value === '') throw missing(key, 'the command printed nothing');
      return value;
    },
  };
}

import type { ConfigurationFile } from './file.ts';
import { renewableSchema } from './schema.ts';

/**
 * The source of a secret, for messages: `STAGING_READER_KEY`, `the file ./reader.key`, or `the secret` if the file does not name one.
 *
 * @param key - of the configuration: `principals.reader.secret`
 */
export function sourceOf({ values }: ConfigurationFile, key: string): string {
  const { success, data } = renewableSchema.safeParse(valueAt(values, key.split('.')));
  if (!success) return 'the secret';
  if ('env' in data) return data.env;
  if ('client' in data) return `the token of the client ${data.client}`;
  return 'file' in data ? `the file ${data.file}` : 'the output of the command';
}

function valueAt(value: unknown, [key, ...rest]: readonly string[]): unknown {
  if (key === undefined) return value;
  return typeof value === 'object' && value !== null ? valueAt(new Map<string, unknown>(Object.entries(value)).get(key), rest) : undefined;
}

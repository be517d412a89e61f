import path from 'node:path';
import { Source } from './redocly.ts';
import type { Json } from '../contract.ts';
import { parseSource } from './files/parse.ts';
import { fetchText } from './files/text.ts';
import { DocumentError, type DocumentErrorCode } from './problem.ts';
import type { LoadOptions } from './bundled.ts';
import { isUrl, nameOf } from './name.ts';

/** A file's text, and its content as plain JSON with YAML anchors expanded. */
export interface Read {
  /** Its name in messages: relative if it is inside the working directory. */
  readonly name: string;
  readonly source: Source;
  readonly parsed: Json | undefined;
}

/**
 * Reads and parses a YAML or JSON file from a path or URL.
 * @throws {DocumentError} if it cannot be read or parsed; `what` names the expected content.
 */
export async function read(source: string, what: string, onFile?: LoadOptions['onFile']): Promise<Read> {
  const name = nameOf(source);
  const fail = (code: DocumentErrorCode, got: string, place: { readonly line?: number; readonly column?: number } = {}): never => {
    throw new DocumentError([{ code, message: `expected ${what}, ${got}`, file: name, ...place, pointer: '' }]);
  };
  if (!isUrl(source)) onFile?.(path.resolve(source));
  const text = await fetchText(source);
  if ('why' in text) return fail('document/unreadable', `but ${text.why}`);
  if (text.body.trim() === '') return fail('document/syntax', 'got an empty file');
  const file = new Source(isUrl(source) ? source : path.resolve(source), text.body);
  const parsed = parseSource(file);
  if ('value' in parsed) return { name, source: file, parsed: parsed.value };
  const { reason, ...place } = parsed.failure;
  return fail('document/syntax', `got invalid YAML or JSON: ${reason}`, place);
}

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseYaml, Source } from '@redocly/openapi-core';
import type { Json } from '../contract.ts';
import { parseJson, plainJson } from '../json/json.ts';
import { DocumentError } from './problem.ts';
import { isUrl, nameOf } from './name.ts';

/** A file's text, and its content as plain JSON with YAML anchors expanded. */
export interface Read {
  /** Its name in messages: relative if it is inside the working directory. */
  readonly name: string;
  readonly source: Source;
  readonly parsed: Json | undefined;
}

const TIMEOUT_SECONDS = 30;

/**
 * Reads and parses a YAML or JSON file from a path or URL.
 * @throws {DocumentError} if it cannot be read or parsed; `what` names the expected content.
 */
export async function read(source: string, what: string): Promise<Read> {
  const name = nameOf(source);
  const body = await readText(source, what, name);
  return parse(new Source(isUrl(source) ? source : path.resolve(source), body), what, name);
}

function parse(source: Source, what: string, name: string): Read {
  if (source.body.trim() === '')
    throw new DocumentError([{ code: 'document/syntax', message: `expected ${what}, got an empty file`, file: name, pointer: '' }]);
  try {
    return { name, source, parsed: plain(source) };
  } catch (error) {
    const { reason, mark } = isSyntaxError(error) ? error : { reason: 'an alias refers to itself', mark: undefined };
    const place = mark && { line: mark.line + 1, column: mark.column + 1 };
    throw new DocumentError([
      { code: 'document/syntax', message: `expected ${what}, got invalid YAML or JSON: ${reason}`, file: name, ...place, pointer: '' },
    ]);
  }
}

/** The errors of the YAML parser; their positions count from 0. */
function isSyntaxError(
  error: unknown,
): error is { readonly reason: string; readonly mark?: { readonly line: number; readonly column: number } } {
  return error instanceof Error && 'reason' in error && typeof error.reason === 'string';
}

/** Parses JSON with the faster JSON parser; falls back to YAML, whose errors have a position. */
function plain(source: Source): Json | undefined {
  if (source.body.trimStart().startsWith('{')) {
    try {
      return parseJson(source.body);
    } catch {
      // YAML's flow style starts with a brace too.
    }
  }
  return plainJson(parseYaml(source.body, { filename: source.absoluteRef }));
}

async function readText(source: string, what: string, name: string): Promise<string> {
  const fail = (why: string): never => {
    throw new DocumentError([{ code: 'document/unreadable', message: `expected ${what}, but ${why}`, file: name, pointer: '' }]);
  };
  if (!isUrl(source)) {
    return readFile(source, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return fail('the file does not exist');
      if (error.code === 'EISDIR') return fail('it is a folder');
      return fail(`it cannot be read (${error.code ?? error.message})`);
    });
  }
  const response = await fetch(source, { signal: AbortSignal.timeout(TIMEOUT_SECONDS * 1000) }).catch((error: unknown) =>
    fail(`it cannot be fetched: ${reasonOf(error)}`),
  );
  if (!response.ok) return fail(`the server returned ${response.status}`);
  return response.text().catch((error: unknown) => fail(`it cannot be fetched: ${reasonOf(error)}`));
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  return cause instanceof Error ? cause.message || ((cause as NodeJS.ErrnoException).code ?? cause.name) : error.message;
}

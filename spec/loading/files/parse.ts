import { parseYaml, type Source } from '../redocly.ts';
import { parseDocument } from 'yaml';
import type { Json } from '../../contract.ts';
import { parseJson, plainJson } from '../../json/json.ts';
import { hasDuplicates, shapeProblem, tooDeepAt } from './shape.ts';

/** Why a text is neither JSON nor YAML, and where; lines and columns count from 1. */
export interface SyntaxFailure {
  readonly reason: string;
  readonly line?: number;
  readonly column?: number;
}

/** The content of a text, or why it has none. */
export type ParsedText = { readonly value: Json | undefined } | { readonly failure: SyntaxFailure };

/** Parses JSON or YAML; anchors are expanded. */
export function parseSource(source: Source): ParsedText {
  const json = /^\ufeff?\s*[{[]/.test(source.body) ? jsonOf(source.body) : undefined;
  if (json !== undefined) return json;
  try {
    const value: unknown = parseYaml(source.body, { filename: source.absoluteRef });
    const reason = shapeProblem(value);
    return reason === undefined ? { value: plainJson(value) } : { failure: { reason, line: 1, column: 1 } };
  } catch (error) {
    if (!isSyntaxError(error)) return { failure: { reason: 'an alias refers to itself', line: 1, column: 1 } };
    // The second parser takes long for what is nested deeply.
    const value = tooDeepAt(source.body) === undefined ? lenientYaml(source.body) : undefined;
    return value === undefined ? { failure: failureOf(error) } : { value };
  }
}

/** The faster JSON parser; undefined for anything else. YAML's flow style starts with a brace too, and its parser finds duplicates. */
function jsonOf(body: string): ParsedText | undefined {
  const deep = tooDeepAt(body);
  if (deep !== undefined) return { failure: { reason: 'it is nested too deeply', ...deep } };
  try {
    const value = parseJson(body);
    return hasDuplicates(body, value) ? undefined : { value };
  } catch {
    return undefined;
  }
}

/** YAML that most parsers accept: a closing bracket may have the indentation of its key. Undefined if there is any other mistake. */
function lenientYaml(body: string): Json | undefined {
  const document = parseDocument(body, { version: '1.2', merge: true, logLevel: 'silent' });
  if (document.errors.length > 0) return undefined;
  try {
    return plainJson(document.toJS());
  } catch {
    return undefined;
  }
}

interface SyntaxError {
  readonly reason: string;
  readonly mark?: { readonly line: number; readonly column: number };
}

/** The errors of the YAML parser; their positions count from 0. */
function isSyntaxError(error: unknown): error is SyntaxError {
  return error instanceof Error && 'reason' in error && typeof error.reason === 'string';
}

function failureOf({ reason, mark }: SyntaxError): SyntaxFailure {
  return { reason, ...(mark && { line: mark.line + 1, column: mark.column + 1 }) };
}

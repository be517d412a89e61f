import type { Exchange } from '../../suites/result/result.ts';
import { redirectParameters } from '../gathering/sources.ts';

/** What an answer is read for: in a recorded exchange, and as code of a generated file. */
export interface Reading {
  /** Undefined where there is no such thing in the answer. */
  readonly of: (exchange: Exchange) => unknown;
  /** An expression that reads it from the answer of that name. */
  readonly code: (answer: string) => string;
}

export const status: Reading = { of: ({ response }) => response?.status, code: (answer) => `${answer}.status` };

export const body: Reading = {
  of: ({ response }) => (response ? (response.body?.text ?? '') : undefined),
  code: (answer) => `${answer}.body`,
};

/** The values of a field, joined as a list. @see RFC 9110 §5.3 */
export const header = (name: string): Reading => ({
  of: (exchange) => {
    const values = valuesOf(exchange, name);
    return values.length === 0 ? undefined : values.join(', ');
  },
  code: (answer) => `header(${answer}, ${literal(name)})`,
});

/** How many lines of a field there are. */
export const lines = (name: string): Reading => ({
  of: (exchange) => valuesOf(exchange, name).length,
  code: (answer) => `count(${answer}, ${literal(name)})`,
});

/** The names of all fields, sorted. */
export const fields: Reading = {
  of: ({ response }) => response && [...new Set(response.headers.map(([name]) => name.toLowerCase()))].toSorted(),
  code: (answer) => `fields(${answer})`,
};

/** A member of a JSON body. @see RFC 6901 */
export const member = (pointer: string): Reading => ({
  of: (exchange) => at(jsonOf(exchange), pointer),
  code: (answer) => `member(${answer}, ${literal(pointer)})`,
});

/** The words of a member: of a list of texts, or of a text with spaces between them; sorted. */
export const words = (pointer: string): Reading => ({
  of: (exchange) => wordsIn(at(jsonOf(exchange), pointer)),
  code: (answer) => `words(member(${answer}, ${literal(pointer)}))`,
});

/** A parameter of the URL that an answer redirects to, in its query or its fragment. */
export const parameter = (name: string): Reading => ({
  of: (exchange) => redirectParameters(valuesOf(exchange, 'location')[0] ?? '').get(name) ?? undefined,
  code: (answer) => `parameter(${answer}, ${literal(name)})`,
});

/** The JSON body without the members that are named, which are new in every answer. */
export const json: Reading = { of: jsonOf, code: (answer) => `member(${answer}, '')` };

/** The place that a runtime expression names: `$statusCode`, `$response.header.Retry-After`, `$response.body#/error/code`. */
export function readingAt(where: string): Reading | undefined {
  if (where === '$statusCode') return status;
  if (where === '$response.header') return fields;
  if (where.startsWith('$response.header.')) return header(where.slice('$response.header.'.length));
  if (where === '$response.body') return body;
  return where.startsWith('$response.body#') ? member(where.slice('$response.body#'.length)) : undefined;
}

/** A text as TypeScript, in single quotes. */
export function literal(text: string): string {
  const escaped = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");
  return `'${escaped.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`)}'`;
}

/** The values of a field of an answer, in order. */
export function valuesOf({ response }: Exchange, name: string): readonly string[] {
  return (response?.headers ?? []).flatMap(([field, value]) => (field.toLowerCase() === name.toLowerCase() ? [value] : []));
}

/** The body of an answer, where it is JSON. */
export function jsonOf({ response }: Exchange): unknown {
  try {
    return JSON.parse(response?.body?.text ?? '') as unknown;
  } catch {
    return undefined;
  }
}

function at(value: unknown, pointer: string): unknown {
  const tokens = pointer
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
  return tokens.reduce((found: unknown, token) => (isRecord(found) ? found[token] : undefined), value);
}

function isRecord(value: unknown): value is { readonly [name: string]: unknown } {
  return typeof value === 'object' && value !== null;
}

function wordsIn(value: unknown): readonly string[] | undefined {
  if (typeof value === 'string')
    return value
      .split(' ')
      .filter((word) => word !== '')
      .toSorted();
  return Array.isArray(value) ? value.map(String).toSorted() : undefined;
}

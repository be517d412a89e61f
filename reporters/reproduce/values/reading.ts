import type { Exchange } from '../../../suites/result/result.ts';
import { redirectParameters } from '../../gathering/sources.ts';

/** A value of a response: read from a recorded exchange, and as code of a generated file. */
export interface Reading {
  /** Undefined if the response does not have it. */
  readonly of: (exchange: Exchange) => unknown;
  /** An expression that reads it from the response in that variable. */
  readonly code: (response: string) => string;
}

/** The part of a response that a runtime expression of OpenAPI names. */
export type ResponsePart =
  | { readonly kind: 'status' | 'headers' | 'body' }
  | { readonly kind: 'header'; readonly name: string }
  | { readonly kind: 'member'; readonly pointer: string };

/** `$statusCode`, `$response.header`, `$response.header.Retry-After`, `$response.body`, `$response.body#/error/code`. */
export function responsePart(expression: string): ResponsePart | undefined {
  const header = '$response.header.';
  const body = '$response.body#';
  if (expression === '$statusCode') return { kind: 'status' };
  if (expression === '$response.header') return { kind: 'headers' };
  if (expression.startsWith(header)) return { kind: 'header', name: expression.slice(header.length) };
  if (expression === '$response.body') return { kind: 'body' };
  return expression.startsWith(body) ? { kind: 'member', pointer: expression.slice(body.length) } : undefined;
}

export function readingOf(part: ResponsePart): Reading {
  if (part.kind === 'header') return header(part.name);
  if (part.kind === 'member') return bodyMember(part.pointer);
  return { status, headers: headerNames, body }[part.kind];
}

export const status: Reading = { of: ({ response }) => response?.status, code: (response) => `${response}.status` };

export const body: Reading = {
  of: ({ response }) => (response ? (response.body?.text ?? '') : undefined),
  code: (response) => `${response}.body`,
};

/** The values of a header, joined as a list. @see RFC 9110 §5.3 */
export const header = (name: string): Reading => ({
  of: (exchange) => {
    const values = valuesOf(exchange, name);
    return values.length === 0 ? undefined : values.join(', ');
  },
  code: (response) => `header(${response}, ${literal(name)})`,
});

/** How many lines a header has. */
export const headerLines = (name: string): Reading => ({
  of: (exchange) => valuesOf(exchange, name).length,
  code: (response) => `headerLines(${response}, ${literal(name)})`,
});

/** The names of all headers, sorted. */
const headerNames: Reading = {
  of: ({ response }) => response && [...new Set(response.headers.map(([name]) => name.toLowerCase()))].toSorted(),
  code: (response) => `headerNames(${response})`,
};

/** A member of a JSON body; the whole body for an empty pointer. @see RFC 6901 */
export const bodyMember = (pointer: string): Reading => ({
  of: (exchange) => at(bodyJson(exchange), pointer),
  code: (response) => `member(${response}, ${literal(pointer)})`,
});

/** The items of a list, or of a text with commas or spaces between them; sorted. */
export const itemsOf = (reading: Reading): Reading => ({
  of: (exchange) => itemsIn(reading.of(exchange)),
  code: (response) => `items(${reading.code(response)})`,
});

/** A parameter of the URL that a response redirects to, in its query or its fragment. */
export const parameter = (name: string): Reading => ({
  of: (exchange) => redirectParameters(valuesOf(exchange, 'location')[0] ?? '').get(name) ?? undefined,
  code: (response) => `parameter(${response}, ${literal(name)})`,
});

/** A text as TypeScript, in single quotes. */
export function literal(text: string): string {
  const escaped = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");
  return `'${escaped.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`)}'`;
}

/** The values of a header of a response, in order. */
export function valuesOf({ response }: Exchange, name: string): readonly string[] {
  return (response?.headers ?? []).flatMap(([field, value]) => (field.toLowerCase() === name.toLowerCase() ? [value] : []));
}

/** The body of a response, if it is JSON. */
export function bodyJson({ response }: Exchange): unknown {
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

function itemsIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.map(String).toSorted();
  return typeof value === 'string'
    ? value
        .split(/[\s,]+/)
        .filter((item) => item !== '')
        .toSorted()
    : [];
}

/**
 * Header lists, and requests as they are sent.
 *
 * @module
 */

/** Header lines as sent: name, value, name, value, …; with duplicates and original spelling. */
export type HeaderList = readonly string[];

/** The parts of a request that can carry a credential. */
export interface Carrier {
  /** The raw request target including the query: `/v1/things?limit=1`. */
  readonly target: string;
  readonly headers: HeaderList;
  /** The user and password with which a client answers a Digest challenge; who sends the request makes the header of them. */
  readonly digest?: string | undefined;
  /** The client certificate of its connection; `spec/schemes/certificate.ts` describes the forms. */
  readonly certificate?: string | undefined;
}

/** Whether two header names are the same. Most are spelled alike, which is seen without making texts in lower case. */
export const isSameName = (one: string, other: string): boolean =>
  one.length === other.length && (one === other || one.toLowerCase() === other.toLowerCase());

/** All values of a header in order; names are compared case-insensitively. */
export function headerValues(headers: HeaderList, name: string): string[] {
  let values: string[] = [];
  for (let index = 0; index < headers.length; index += 2) {
    if (!isSameName(headers[index]!, name)) continue;
    // A one-element literal uses less memory than a pushed element.
    if (values.length === 0) values = [headers[index + 1]!];
    else values.push(headers[index + 1]!);
  }
  return values;
}

/** The first value of a header, or undefined. */
export function headerValue(headers: HeaderList, name: string): string | undefined {
  for (let index = 0; index < headers.length; index += 2) if (isSameName(headers[index]!, name)) return headers[index + 1];
  return undefined;
}

/** Header names, each once, in the spelling that comes first. */
export function uniqueNames(names: readonly string[]): readonly string[] {
  const keys = names.map((name) => name.toLowerCase());
  return names.filter((_, index) => keys.indexOf(keys[index]!) === index);
}

/** The list without lines of that name. */
export function withoutHeader(headers: HeaderList, name: string): string[] {
  const unwanted = name.toLowerCase();
  const kept: string[] = [];
  for (let index = 0; index < headers.length; index += 2) {
    if (headers[index]!.toLowerCase() !== unwanted) kept.push(headers[index]!, headers[index + 1]!);
  }
  return kept;
}

/** Whether a text can be the name of a header. @see RFC 9110 §5.1 */
export const isHeaderName = (text: string): boolean => /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(text);

/** Whether a text can be the value of a header everywhere: ASCII without control characters. @see RFC 9110 §5.5 */
export const isHeaderValue = (text: string): boolean => /^[\t\x20-\x7e]*$/.test(text);

/**
 * The two shapes that cross every room: a request as it goes over the wire, and header lists.
 *
 * @module
 */

/** Header lines as they are sent: name, value, name, value, …; duplicates and spelling kept. */
export type HeaderList = readonly string[];

/** What a scheme reads a credential from and puts it into. */
export interface Carrier {
  /** The raw request target, query included: `/v1/things?limit=1`. */
  readonly target: string;
  readonly headers: HeaderList;
}

/** All values of a header, in order, its name compared without case. */
export function headerValues(headers: HeaderList, name: string): string[] {
  const wanted = name.toLowerCase();
  let values: string[] = [];
  for (let index = 0; index < headers.length; index += 2) {
    const candidate = headers[index]!;
    if (candidate.length !== wanted.length || candidate.toLowerCase() !== wanted) continue;
    // A list of one takes less room when it is written as such.
    if (values.length === 0) values = [headers[index + 1]!];
    else values.push(headers[index + 1]!);
  }
  return values;
}

/** The first value of a header, or undefined. */
export function headerValue(headers: HeaderList, name: string): string | undefined {
  const wanted = name.toLowerCase();
  for (let index = 0; index < headers.length; index += 2) {
    const candidate = headers[index]!;
    if (candidate.length === wanted.length && candidate.toLowerCase() === wanted) return headers[index + 1];
  }
  return undefined;
}

/** The list without any line of that name. */
export function withoutHeader(headers: HeaderList, name: string): string[] {
  const unwanted = name.toLowerCase();
  const kept: string[] = [];
  for (let index = 0; index < headers.length; index += 2) {
    if (headers[index]!.toLowerCase() !== unwanted) kept.push(headers[index]!, headers[index + 1]!);
  }
  return kept;
}

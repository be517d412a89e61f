import type { MockRequest } from '../engine/request.ts';

/** The parameters of a query or form: the values by name, and the repeated names. */
export interface RequestParameters {
  readonly values: ReadonlyMap<string, string>;
  readonly repeated: ReadonlySet<string>;
}

export const noParameters: RequestParameters = { values: new Map(), repeated: new Set() };

/** Parses parameters. Empty ones count as omitted; of repeated ones the first counts. @see RFC 6749 §3.1, §3.2 */
export function parseParameters(text: string): RequestParameters {
  const values = new Map<string, string>();
  const repeated = new Set<string>();
  for (const [name, value] of new URLSearchParams(text)) {
    if (value === '') continue;
    if (values.has(name)) repeated.add(name);
    else values.set(name, value);
  }
  return { values, repeated };
}

/** The query of a target, or the empty string. */
export function queryText(target: string): string {
  const question = target.indexOf('?');
  return question === -1 ? '' : target.slice(question + 1);
}

/** The body as text. */
export function bodyText({ body }: MockRequest): string {
  return typeof body === 'string' ? body : new TextDecoder().decode(body);
}

/**
 * Parameters as OAuth sends them: in a query, or as a form.
 *
 * @module
 */

/** In order; a name may occur twice. */
export type Parameters = readonly (readonly [name: string, value: string])[];

/** Encoded for a query or a form, each space as `%20` or `+`. @see RFC 6749 §B */
export function encoded(parameters: Parameters, space: '%20' | '+' = '%20'): string {
  return parameters.map(([name, value]) => `${part(name, space)}=${part(value, space)}`).join('&');
}

function part(text: string, space: string): string {
  return encodeURIComponent(text).replaceAll('%20', space);
}

/** The parameters with some replaced; a value of undefined removes one. */
export function withParameters(parameters: Parameters, changes: { readonly [name: string]: string | undefined }): Parameters {
  const kept = parameters.filter(([name]) => !Object.hasOwn(changes, name));
  const added = Object.entries(changes).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
  return [...kept, ...added];
}

/** The scopes of a `scope` parameter. @see RFC 6749 §3.3 */
export function scopesIn(text: string): readonly string[] {
  return text.split(' ').filter((scope) => scope !== '');
}

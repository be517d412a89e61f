/** Values that the words contain: `{ operation: 'listUsers' }`. */
export type Details = { readonly [name: string]: string | number };

/** The words for a code: a text, or a text made of the details. */
export type Word = string | ((details: Details) => string);

/** The words for codes. */
export type Words = { readonly [code: string]: Word };

/** Prefixes the operation if the details have one, because one check can be about several. */
export const ofOperation =
  (word: Word) =>
  (details: Details): string => {
    const text = typeof word === 'string' ? word : word(details);
    const { operation = '' } = details;
    return operation === '' ? text : `${operation}: ${text}`;
  };
/** What would decide something: a thing, the configuration key for it, or both. */
export interface Need {
  readonly what?: string;
  readonly key?: string;
}

export function describeNeed({ what, key }: Need): string {
  return what === undefined || key === undefined ? (what ?? key ?? '') : `${what} (${key})`;
}

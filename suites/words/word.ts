/** What words name besides the code: `{ operation: 'listUsers' }`. */
export type Details = { readonly [name: string]: string | number };

/** The words for codes: a text, or a text made of the details. */
export type Words = { readonly [code: string]: string | ((details: Details) => string) };

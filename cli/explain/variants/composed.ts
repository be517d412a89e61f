import type { Words } from './calls.ts';

const borders: Words = {
  listed: 'which the list holds',
  inside: 'at the end of an entry of the list',
  outside: 'next to an entry of the list',
  free: 'as a principal without a list',
};

/** Scenarios whose labels are values of the document, or addresses. */
export const composed: { readonly [scenario: string]: (variant: string) => string | undefined } = {
  'allowlist-edges': (variant) => {
    const [word = '', address = 'this machine’s usual address'] = variant.split(' ');
    return Object.hasOwn(borders, word) ? `from ${address}, ${borders[word]}` : undefined;
  },
  'window-exhaustion': (variant) => (/^\d+ per ./.test(variant) ? `the window of ${variant}` : undefined),
  'parallel-burst': (variant) => `the shortest window of the plan ${variant}`,
};

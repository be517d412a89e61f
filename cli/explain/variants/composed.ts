import { scenarioNames, scenarios } from '../../../suites/topics/scenarios.ts';
import type { Words } from './calls.ts';

const borders: Words = {
  listed: 'which the list holds',
  inside: 'at the end of an entry of the list',
  outside: 'next to an entry of the list',
  free: 'as a principal without a list',
};

/** Scenes whose variants are values of the document, addresses, or names of scenes. */
export const composed: { readonly [scenario: string]: (variant: string) => string | undefined } = {
  'allowlist-edges': (variant) => {
    const [word = '', address = 'this machine’s usual address'] = variant.split(' ');
    return Object.hasOwn(borders, word) ? `from ${address}, ${borders[word]}` : undefined;
  },
  'wrong-schemes': (variant) => {
    if (variant === 'none') return 'the bare credential';
    return /^[A-Z]/.test(variant) ? `the credential behind the word "${variant}"` : undefined;
  },
  'partial-credentials': (variant) => {
    const [word = '', scheme = ''] = variant.split(' ');
    if (word === 'without') return `without the credential of ${scheme}`;
    return word === 'unknown' ? `with a credential of ${scheme} that was never issued` : undefined;
  },
  'window-exhaustion': (variant) => (/^\d+ per ./.test(variant) ? `the window of ${variant}` : undefined),
  'parallel-burst': (variant) => `the shortest window of the plan ${variant}`,
  everything: (variant) => {
    const scenario = scenarioNames.find((name) => name === variant);
    return scenario && `all that the scene ${scenario} exchanges. ${scenarios[scenario].description}`;
  },
};

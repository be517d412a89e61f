import type { Words } from './word.ts';

/** Mismatches of the topic whoami. */
export const whoamiMismatches = {
  'wrong-scopes-listed': 'the response lists the wrong scopes',
  'body-header-differ': 'body and header differ',
  'scope-required': 'rejected for a missing scope',
} as const satisfies Words;

/** Causes of undecided checks in the topic whoami. */
export const whoamiCauses = {
  'rejected-for-scope': ({ status = '', see = '' }) => `rejected with ${status}: see ${see}`,
  'whoami-not-served': ({ status = '' }) => `the status of the whoami operation is ${status}`,
  'no-header-to-compare': 'there is no rate-limit header to compare with',
} as const satisfies Words;

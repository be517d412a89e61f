import type { Words } from './word.ts';

/** Mismatches of the topic scopes. */
export const scopesMismatches = {
  'scope-not-granted': 'rejected although its scopes allow it',
} as const satisfies Words;

/** Causes of undecided checks in the topic scopes. */
export const scopesCauses = {
  'neither-served-nor-rejected': ({ status = '' }) => `the status is ${status}: neither served nor rejected for a missing scope`,
} as const satisfies Words;

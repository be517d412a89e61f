import type { Words } from './word.ts';

/** What can be wrong with a response, in the topic scopes. */
export const scopesMismatches = {
  'scope-not-granted': 'rejected although its scopes allow it',
} as const satisfies Words;

/** Why evidence may not decide, in the topic scopes. */
export const scopesCauses = {
  'neither-served-nor-rejected': ({ status = '' }) => `the status is ${status}: neither served nor rejected for a missing scope`,
} as const satisfies Words;

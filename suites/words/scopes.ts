import type { Words } from './word.ts';

/** What can be wrong with a response, in the topic scopes. */
export const scopesMismatches = {} as const satisfies Words;

/** Why evidence may not decide, in the topic scopes. */
export const scopesCauses = {} as const satisfies Words;

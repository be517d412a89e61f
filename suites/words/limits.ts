import type { Words } from './word.ts';

/** What can be wrong with a response, in the topic limits. */
export const limitsMismatches = {} as const satisfies Words;

/** Why evidence may not decide, in the topic limits. */
export const limitsCauses = {} as const satisfies Words;

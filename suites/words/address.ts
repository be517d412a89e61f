import type { Words } from './word.ts';

/** What can be wrong with a response, in the topic address. */
export const addressMismatches = {} as const satisfies Words;

/** Why evidence may not decide, in the topic address. */
export const addressCauses = {} as const satisfies Words;

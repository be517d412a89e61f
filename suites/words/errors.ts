import type { Words } from './word.ts';

/** What can be wrong with a response, in the topic errors. */
export const errorsMismatches = {} as const satisfies Words;

/** Why evidence may not decide, in the topic errors. */
export const errorsCauses = {} as const satisfies Words;

import type { Words } from './word.ts';

/** What can be wrong with a response, in the topic http. */
export const httpMismatches = {} as const satisfies Words;

/** Why evidence may not decide, in the topic http. */
export const httpCauses = {} as const satisfies Words;

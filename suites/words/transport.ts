import type { Words } from './word.ts';

/** What can be wrong with a response, in the topic transport. */
export const transportMismatches = {} as const satisfies Words;

/** Why evidence may not decide, in the topic transport. */
export const transportCauses = {} as const satisfies Words;

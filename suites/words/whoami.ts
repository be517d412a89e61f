import type { Words } from './word.ts';

/** What can be wrong with a response, in the topic whoami. */
export const whoamiMismatches = {} as const satisfies Words;

/** Why evidence may not decide, in the topic whoami. */
export const whoamiCauses = {} as const satisfies Words;

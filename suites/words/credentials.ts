import type { Words } from './word.ts';

/** What can be wrong with a response, in the topic credentials. */
export const credentialsMismatches = {} as const satisfies Words;

/** Why evidence may not decide, in the topic credentials. */
export const credentialsCauses = {} as const satisfies Words;

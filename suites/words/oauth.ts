import type { Words } from './word.ts';

/** What can be wrong with a response, in the topic oauth. */
export const oauthMismatches = {} as const satisfies Words;

/** Why evidence may not decide, in the topic oauth. */
export const oauthCauses = {} as const satisfies Words;

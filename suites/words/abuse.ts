import type { Words } from './word.ts';

/** What can be wrong with a response, in the topic abuse. */
export const abuseMismatches = {} as const satisfies Words;

/** Why evidence may not decide, in the topic abuse. */
export const abuseCauses = {} as const satisfies Words;

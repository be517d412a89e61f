import type { limits as rows } from '../../spec/catalogue/limits.ts';
import type { Check } from './check.ts';
import { exhausted } from './exhausted.ts';
import { metered } from './metered.ts';

export const limits: { readonly [id in keyof typeof rows]: Check } = { ...metered, ...exhausted };

import type { limits as rows } from '../../spec/catalogue/limits.ts';
import type { limitsFields as fieldRows } from '../../spec/catalogue/limits-fields.ts';
import type { Check } from './check.ts';
import { exhausted } from './exhausted.ts';
import { limitsFields } from './limits-fields.ts';
import { metered } from './metered.ts';

export const limits: { readonly [id in keyof typeof rows | keyof typeof fieldRows]: Check } = {
  ...metered,
  ...exhausted,
  ...limitsFields,
};

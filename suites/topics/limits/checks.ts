import type { limits as rows } from '../../../spec/catalogue/limits/limits.ts';
import type { limitsFields as fieldRows } from '../../../spec/catalogue/limits/fields.ts';
import type { Check } from '../../engine/check.ts';
import { exhausted } from './window-checks.ts';
import { limitsFields } from './field-checks.ts';
import { metered } from './header-checks.ts';

export const limits: { readonly [id in keyof typeof rows | keyof typeof fieldRows]: Check } = {
  ...metered,
  ...exhausted,
  ...limitsFields,
};

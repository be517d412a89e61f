import type { limitsRequirements as rows } from '../../../spec/catalogue/limits/limits.ts';
import type { limitsFieldsRequirements as fieldRows } from '../../../spec/catalogue/limits/fields.ts';
import type { AnyCheck } from '../../engine/check.ts';
import { windowChecks } from './window-checks.ts';
import { limitsFieldsChecks } from './field-checks.ts';
import { headerChecks } from './header-checks.ts';

export const limitsChecks: { readonly [id in keyof typeof rows | keyof typeof fieldRows]: AnyCheck } = {
  ...headerChecks,
  ...windowChecks,
  ...limitsFieldsChecks,
};

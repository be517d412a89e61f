import type { httpRequirements as rows } from '../../../spec/catalogue/http/http.ts';
import type { AnyCheck } from '../../engine/check.ts';
import { httpFieldsChecks } from './field-checks.ts';
import { httpMethodsChecks } from './method-checks.ts';
import { httpRoutesChecks } from './route-checks.ts';

export const httpChecks: { readonly [id in keyof typeof rows]: AnyCheck } = {
  ...httpMethodsChecks,
  ...httpFieldsChecks,
  ...httpRoutesChecks,
};

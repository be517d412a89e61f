import type { http as rows } from '../../../spec/catalogue/http/http.ts';
import type { Check } from '../../engine/check.ts';
import { fields } from './field-checks.ts';
import { methods } from './method-checks.ts';
import { routes } from './route-checks.ts';

export const http: { readonly [id in keyof typeof rows]: Check } = { ...methods, ...fields, ...routes };

import type { http as rows } from '../../spec/catalogue/http.ts';
import type { Check } from './check.ts';
import { fields } from './http-fields.ts';
import { methods } from './http-methods.ts';
import { routes } from './http-routes.ts';

export const http: { readonly [id in keyof typeof rows]: Check } = { ...methods, ...fields, ...routes };

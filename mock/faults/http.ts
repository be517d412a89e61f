import type { Faults } from './fault.ts';
import { fields } from './http-fields.ts';
import { methods } from './http-methods.ts';
import { routes } from './http-routes.ts';

export const http = { ...methods, ...fields, ...routes } as const satisfies Faults;

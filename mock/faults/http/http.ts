import type { Faults } from '../fault.ts';
import { fields } from './fields.ts';
import { methods } from './methods.ts';
import { routes } from './routes.ts';

export const http = { ...methods, ...fields, ...routes } as const satisfies Faults;

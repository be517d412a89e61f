import { fields } from './http-fields.ts';
import { methods } from './http-methods.ts';
import { routes } from './http-routes.ts';

/** What HTTP asks of every server: of its methods, of the fields of its answers, and of the ways to it. */
export const http = { ...methods, ...fields, ...routes } as const;

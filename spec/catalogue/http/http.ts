import { fields } from './fields.ts';
import { methods } from './methods.ts';
import { routes } from './routes.ts';

/** What HTTP asks of every server: of its methods, of the fields of its answers, and of the ways to it. */
export const http = { ...methods, ...fields, ...routes } as const;

import { httpFieldsRequirements } from './fields.ts';
import { httpMethodsRequirements } from './methods.ts';
import { httpRoutesRequirements } from './routes.ts';

/** What HTTP asks of every server: of its methods, of the fields of its answers, and of the ways to it. */
export const httpRequirements = { ...httpMethodsRequirements, ...httpFieldsRequirements, ...httpRoutesRequirements } as const;

import { httpFieldsRequirements } from './fields.ts';
import { httpMethodsRequirements } from './methods.ts';
import { httpRoutesRequirements } from './routes.ts';

/** Requirements of HTTP for every server: methods, response headers and routes. */
export const httpRequirements = { ...httpMethodsRequirements, ...httpFieldsRequirements, ...httpRoutesRequirements } as const;

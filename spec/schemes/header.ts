import { headerValues, withoutHeader } from '../message.ts';
import { malformedAuthorization } from './authorization.ts';
import type { SchemeMethods } from './scheme.ts';

/** A key in a header of its own. */
export const headerScheme: SchemeMethods = {
  kind: 'header',
  put: ({ parameter }, carrier, credential) => ({
    ...carrier,
    headers: [...withoutHeader(carrier.headers, parameter), parameter, credential],
  }),
  take: ({ parameter }, carrier) => {
    const values = headerValues(carrier.headers, parameter).map((value) => value.trim());
    if (values.length > 1) return { found: 'malformed', why: `The field ${parameter} stands more than once.`, twice: true };
    if (values[0] === undefined) return { found: 'nothing' };
    return values[0] === '' ? malformedAuthorization(`The field ${parameter} is empty.`) : { found: 'credential', credential: values[0] };
  },
};

import { headerValues, withoutHeader } from '../message.ts';
import type { SchemeMethods } from './scheme.ts';

/** A key in its own header. */
export const headerScheme: SchemeMethods = {
  kind: 'header',
  put: ({ parameter }, carrier, credential) => ({
    ...carrier,
    headers: [...withoutHeader(carrier.headers, parameter), parameter, credential],
  }),
  take: ({ parameter }, carrier) => {
    const values = headerValues(carrier.headers, parameter).map((value) => value.trim());
    if (values.length > 1) return { found: 'malformed', problem: 'repeated', in: 'header', name: parameter };
    if (values[0] === undefined) return { found: 'nothing' };
    return values[0] === ''
      ? { found: 'malformed', problem: 'empty', in: 'header', name: parameter }
      : { found: 'credential', credential: values[0] };
  },
};

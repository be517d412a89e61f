import { headerValues, type HeaderList, withoutHeader } from '../message.ts';
import { malformedAuthorization } from './authorization.ts';
import type { SchemeMethods } from './scheme.ts';

/** A key in a cookie. HTTP/2 may split the field in several, which are read as one. @see RFC 6265 §5.4, RFC 9113 §8.2.3 */
export const cookieScheme: SchemeMethods = {
  kind: 'cookie',
  put: ({ parameter }, carrier, credential) => {
    const kept = pairsOf(carrier.headers).filter((pair) => nameOf(pair) !== parameter);
    const headers = withoutHeader(carrier.headers, 'Cookie');
    return { ...carrier, headers: [...headers, 'Cookie', [...kept, `${parameter}=${credential}`].join('; ')] };
  },
  take: ({ parameter }, carrier) => {
    const values = pairsOf(carrier.headers).filter((pair) => nameOf(pair) === parameter);
    if (values.length > 1) return { found: 'malformed', why: `The cookie ${parameter} stands more than once.`, twice: true };
    if (values[0] === undefined) return { found: 'nothing' };
    const credential = values[0].slice(values[0].indexOf('=') + 1).replace(/^"(.*)"$/, '$1');
    return credential === '' ? malformedAuthorization(`The cookie ${parameter} is empty.`) : { found: 'credential', credential };
  },
};

function pairsOf(headers: HeaderList): readonly string[] {
  return headerValues(headers, 'Cookie')
    .flatMap((value) => value.split(';'))
    .map((pair) => pair.trim())
    .filter((pair) => pair.includes('='));
}

function nameOf(pair: string): string {
  return pair.slice(0, pair.indexOf('='));
}

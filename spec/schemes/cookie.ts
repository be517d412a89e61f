import { headerValues, type HeaderList, withoutHeader } from '../message.ts';
import type { SchemeMethods } from './scheme.ts';

/** A key in a cookie. HTTP/2 may split the Cookie header, so all of its lines are read. @see RFC 6265 §5.4, RFC 9113 §8.2.3 */
export const cookieScheme: SchemeMethods = {
  kind: 'cookie',
  put: ({ parameter }, carrier, credential) => {
    const kept = pairsOf(carrier.headers).filter((pair) => nameOf(pair) !== parameter);
    const headers = withoutHeader(carrier.headers, 'Cookie');
    return { ...carrier, headers: [...headers, 'Cookie', [...kept, `${parameter}=${credential}`].join('; ')] };
  },
  take: ({ parameter }, carrier) => {
    const values = pairsOf(carrier.headers).filter((pair) => nameOf(pair) === parameter);
    if (values.length > 1) return { found: 'malformed', problem: 'repeated', in: 'cookie', name: parameter };
    if (values[0] === undefined) return { found: 'nothing' };
    const credential = values[0].slice(values[0].indexOf('=') + 1).replace(/^"(.*)"$/, '$1');
    return credential === ''
      ? { found: 'malformed', problem: 'empty', in: 'cookie', name: parameter }
      : { found: 'credential', credential };
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

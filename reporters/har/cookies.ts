import { parseSetCookie } from 'set-cookie-parser';
import type { Exchange } from '../../suites/result/result.ts';

type Headers = Exchange['request']['headers'];

/** The cookies of a request. @see RFC 6265 §4.2 */
export const cookiesOf = (headers: Headers) =>
  parsed(valuesOf(headers, 'cookie').flatMap((value) => value.split(';'))).map(({ name, value }) => ({ name, value }));

/** The cookies that a response sets. @see RFC 6265 §4.1 */
export const setCookiesOf = (headers: Headers) =>
  parsed(valuesOf(headers, 'set-cookie')).map(({ name, value, path, domain, httpOnly, secure }) => ({
    name,
    value,
    ...(path !== undefined && { path }),
    ...(domain !== undefined && { domain }),
    ...(httpOnly && { httpOnly }),
    ...(secure && { secure }),
  }));

const parsed = (texts: readonly string[]) => parseSetCookie(texts, { decodeValues: false, silent: true }).filter(({ name }) => name !== '');

const valuesOf = (headers: Headers, wanted: string) => headers.filter(([name]) => name.toLowerCase() === wanted).map(([, value]) => value);

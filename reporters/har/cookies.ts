import type { Exchange } from '../../suites/result/result.ts';

type Headers = Exchange['request']['headers'];

export interface Cookie {
  readonly name: string;
  readonly value: string;
  readonly path?: string;
  readonly domain?: string;
  readonly httpOnly?: true;
  readonly secure?: true;
}

/** The cookies of a request. @see RFC 6265 §4.2 */
export function cookiesOf(headers: Headers): readonly Cookie[] {
  return valuesOf(headers, 'cookie').flatMap((value) => value.split(';').flatMap((pair) => cookieOf(pair) ?? []));
}

/** The cookies that an answer sets. @see RFC 6265 §4.1 */
export function setCookiesOf(headers: Headers): readonly Cookie[] {
  return valuesOf(headers, 'set-cookie').flatMap((value) => {
    const [pair = '', ...attributes] = value.split(';');
    const cookie = cookieOf(pair);
    if (!cookie) return [];
    const named = new Map(attributes.map((attribute) => [attribute.split('=')[0]!.trim().toLowerCase(), attribute.split('=')[1]?.trim()]));
    const [path, domain] = [named.get('path'), named.get('domain')];
    return [
      {
        ...cookie,
        ...(path !== undefined && { path }),
        ...(domain !== undefined && { domain }),
        ...(named.has('httponly') && { httpOnly: true as const }),
        ...(named.has('secure') && { secure: true as const }),
      },
    ];
  });
}

const valuesOf = (headers: Headers, wanted: string) => headers.filter(([name]) => name.toLowerCase() === wanted).map(([, value]) => value);

function cookieOf(pair: string): Cookie | undefined {
  const [, name, value] = /^\s*([^=]+?)\s*=\s*([^]*?)\s*$/.exec(pair) ?? [];
  return name === undefined || value === undefined ? undefined : { name, value };
}

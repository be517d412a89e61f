import type { Exchange, Result } from '../../../suites/result/result.ts';
import { joined, valueCode } from './expression.ts';
import { literal } from './reading.ts';

/** Values of earlier responses, and the constants that hold them. */
export type Captures = ReadonlyMap<string, string>;

const tagged = /‹[^›]+›/;

/**
 * A text of a request as an expression: secrets come from the environment, other values from earlier responses.
 *
 * @param encode - whether to percent-encode values, as in a URL or a form
 */
export function textCode(text: string, { secrets = {} }: Pick<Exchange, 'secrets'>, captures: Captures, encode: boolean): string {
  return joined(
    pieces(text, [...captures.keys()]).map((piece) => {
      const value = captures.get(piece) ?? (tagged.test(piece) ? valueCode(piece, secrets[piece]) : undefined);
      if (value === undefined) return literal(piece);
      return encode ? `encodeURIComponent(${value})` : value;
    }),
  );
}

/** A text split at its tags and at known values. */
function pieces(text: string, known: readonly string[]): readonly string[] {
  const marks = [...known.map((value) => value.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')), tagged.source];
  return text.split(new RegExp(`(${marks.join('|')})`)).filter((piece) => piece !== '');
}

/** The base of a URL. */
export interface Base {
  readonly name: 'target' | 'origin' | 'plain' | 'authorization';
  readonly url: string;
}

/** The bases of the requests of a file. */
export function basesOf(exchanges: readonly Exchange[], { target }: Pick<Result, 'target'>): readonly Base[] {
  const found = new Map(exchanges.map(({ request }) => baseOf(request.url, target)).map((base) => [base.name, base]));
  return [...found.values()];
}

/** The base of a URL of the run. */
export function baseOf(url: string, target: string): Base {
  const origin = originOf(target);
  if (url === target || url.startsWith(`${target}/`) || url.startsWith(`${target}?`)) return { name: 'target', url: target };
  if (originOf(url) === origin) return { name: 'origin', url: origin };
  return { name: url.startsWith('http:') ? 'plain' : 'authorization', url: originOf(url) };
}

function originOf(url: string): string {
  return /^https?:\/\/[^/?#]+/.exec(url)?.[0] ?? url;
}

/** A URL as an expression. */
export function urlCode(exchange: Exchange, captures: Captures, target: string): string {
  const { url } = exchange.request;
  const base = baseOf(url, target);
  const rest = textCode(url.slice(base.url.length), exchange, captures, true);
  return joined([base.name, ...(rest === "''" ? [] : [rest])]).replace(/\$\{`(.*)`\}`$/s, '$1`');
}

/**
 * The structured rate limit headers of a response.
 *
 * @module
 * @see draft-ietf-httpapi-ratelimit-headers-11 §3, §4; RFC 9651 §3.1
 */
import { isInnerList, parseList, type BareItem } from 'structured-headers';
import { headerValues } from '../../spec/message.ts';
import type { Mismatch } from '../engine/check.ts';
import type { Evidence } from '../engine/evidence.ts';
import type { Reply } from '../http/target.ts';
import { escapedPattern } from '../result/expectation.ts';
import type { ParameterForm } from '../words/limits.ts';

export const policyField = 'RateLimit-Policy';
export const serviceField = 'RateLimit';

/** A quota policy or a service limit, with its parameters as sent. */
export interface RateItem {
  readonly name: string;
  readonly parameters: ReadonlyMap<string, BareItem>;
}

interface Form {
  readonly form: ParameterForm;
  readonly fits: (value: BareItem) => boolean;
  /** The same as a regular expression of what follows the equals sign. */
  readonly pattern: string;
}

const isWhole = (value: BareItem, least: number) => typeof value === 'number' && Number.isInteger(value) && value >= least;
const whole: Form = { form: 'whole-number', fits: (value) => isWhole(value, 0), pattern: String.raw`\d+(?![\d.])` };
const positive: Form = { form: 'positive-number', fits: (value) => isWhole(value, 1), pattern: String.raw`0*[1-9]\d*(?![\d.])` };
const bytes: Form = { form: 'byte-sequence', fits: (value) => value instanceof ArrayBuffer, pattern: '[:]' };
const string: Form = { form: 'string', fits: (value) => typeof value === 'string', pattern: '["]' };

const forms: { readonly [field: string]: { readonly required: string; readonly parameters: { readonly [name: string]: Form } } } = {
  [policyField]: { required: 'q', parameters: { q: whole, w: positive, qu: string, pk: bytes } },
  [serviceField]: { required: 'r', parameters: { r: whole, t: whole, pk: bytes } },
};

/** The items of a header; undefined if there is no such header, or it is not a list of strings. */
export function rateItems({ headers }: Reply, field: string): readonly RateItem[] | undefined {
  const lines = headerValues(headers, field);
  if (lines.length === 0) return undefined;
  try {
    const items = parseList(lines.join(', ')).flatMap((member): readonly RateItem[] => {
      if (isInnerList(member)) return [];
      const [name, parameters] = member;
      return typeof name === 'string' ? [{ name, parameters }] : [];
    });
    return items.length === parseList(lines.join(', ')).length ? items : undefined;
  } catch {
    return undefined;
  }
}

/** A parameter that is a number. */
export function numericParameter({ parameters }: RateItem, name: string): number | undefined {
  const value = parameters.get(name);
  return typeof value === 'number' ? value : undefined;
}

/** Where a structured header is, and what its lines are together. */
export function fieldAt({ headers }: Reply, field: string): { readonly at: string; readonly actual: string } {
  return { at: `$response.header.${field}`, actual: headerValues(headers, field).join(', ') };
}

/** A regular expression of an item with these parameters, in any order: each value is one itself. */
export function itemPattern(name: string, parameters: { readonly [name: string]: string } = {}): string {
  const lookaheads = Object.entries(parameters).map(([parameter, value]) => String.raw`(?=[^,]*;\s*${parameter}=${value})`);
  return `${escapedPattern(JSON.stringify(name))}${lookaheads.join('')}`;
}

/** Everything that is wrong with a structured header; nothing if the response does not have it. */
export function malformedItems({ id, reply }: Pick<Evidence, 'id' | 'reply'>, field: string): readonly Mismatch[] {
  if (!reply || headerValues(reply.headers, field).length === 0) return [];
  const common = { ...fieldAt(reply, field), exchange: id };
  const items = rateItems(reply, field);
  if (items === undefined || items.length === 0) {
    return [{ code: 'not-a-structured-list', ...common, expected: { kind: 'form', form: 'structured-list' } }];
  }
  const { required, parameters } = forms[field]!;
  const matching = (item: RateItem, parameter: string, value: string) =>
    ({ kind: 'matches', pattern: itemPattern(item.name, { [parameter]: value }) }) as const;
  return items.flatMap((item): readonly Mismatch[] => [
    ...(item.parameters.has(required)
      ? []
      : [
          {
            code: 'rate-limit-parameter-missing',
            ...common,
            expected: matching(item, required, ''),
            details: { item: item.name, parameter: required },
          } as const,
        ]),
    ...Object.entries(parameters).flatMap(([parameter, { form, fits, pattern }]): readonly Mismatch[] => {
      const value = item.parameters.get(parameter);
      if (value === undefined || fits(value)) return [];
      const details = { item: item.name, parameter, form };
      return [{ code: 'wrong-rate-limit-parameter', ...common, expected: matching(item, parameter, pattern), details }];
    }),
  ]);
}

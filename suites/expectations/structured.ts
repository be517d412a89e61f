/**
 * The structured rate-limit fields of an answer.
 *
 * @module
 * @see draft-ietf-httpapi-ratelimit-headers-11 §3, §4; RFC 9651 §3.1
 */
import { isInnerList, parseList, type BareItem } from 'structured-headers';
import { headerValues } from '../../spec/message.ts';
import type { AnyMismatch } from '../engine/check.ts';
import type { Reply } from '../http/target.ts';

export const policyField = 'RateLimit-Policy';
export const serviceField = 'RateLimit';

/** A quota policy or a service limit, its parameters as they stand there. */
export interface RateItem {
  readonly name: string;
  readonly parameters: ReadonlyMap<string, BareItem>;
}

interface Form {
  readonly says: string;
  readonly fits: (value: BareItem) => boolean;
}

const whole = (least: number): Form => ({
  says: `a whole number from ${least}`,
  fits: (value) => typeof value === 'number' && Number.isInteger(value) && value >= least,
});
const bytes: Form = { says: 'a byte sequence', fits: (value) => value instanceof ArrayBuffer };
const string: Form = { says: 'a string', fits: (value) => typeof value === 'string' };

const forms: { readonly [field: string]: { readonly required: string; readonly parameters: { readonly [name: string]: Form } } } = {
  [policyField]: { required: 'q', parameters: { q: whole(0), w: whole(1), qu: string, pk: bytes } },
  [serviceField]: { required: 'r', parameters: { r: whole(0), t: whole(0), pk: bytes } },
};

/** The items of a field; undefined where there is no such field, or one that is no list of strings. */
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
export function numberOf({ parameters }: RateItem, name: string): number | undefined {
  const value = parameters.get(name);
  return typeof value === 'number' ? value : undefined;
}

/** Everything that is wrong with one of the fields; nothing where an answer has none. */
export function malformedItems(reply: Reply, field: string): readonly AnyMismatch[] {
  const lines = headerValues(reply.headers, field);
  if (lines.length === 0) return [];
  const where = `$response.header.${field}`;
  const actual = lines.join(', ');
  const items = rateItems(reply, field);
  if (items === undefined || items.length === 0) {
    return [{ reason: 'no list of strings', where, expected: `"name";${forms[field]!.required}=100, …`, actual }];
  }
  const { required, parameters } = forms[field]!;
  return items.flatMap((item) => [
    ...(item.parameters.has(required)
      ? []
      : [{ reason: `"${item.name}" lacks ${required}`, where, expected: `the parameter ${required}`, actual }]),
    ...Object.entries(parameters).flatMap(([name, { says, fits }]) => {
      const value = item.parameters.get(name);
      return value === undefined || fits(value)
        ? []
        : [{ reason: `${name} of "${item.name}" is of another form`, where, expected: says, actual }];
    }),
  ]);
}

import type { ValueForm } from '../../../suites/result/expectation.ts';
import { matching, typed, type Claim } from './claim.ts';
import type { ResponsePart } from './reading.ts';

/** @see RFC 9110 §5.6.7 */
const httpDate = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \\d\\d [A-Z][a-z]{2} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT';

/** The JSON type of a form, where a member of a body has it. */
const types: { readonly [form in ValueForm]?: string } = {
  'whole-number': 'integer',
  'json-number': 'number',
  'json-string': 'string',
  'json-list': 'array',
  'json-object': 'object',
};

/** The form of a text. Seconds since 1970 have ten digits, and seconds from now less. */
const texts: { readonly [form in ValueForm]: RegExp } = {
  'delta-seconds': /^\d{1,8}$/,
  'delta-milliseconds': /^\d{1,9}$/,
  'delta-decimal': /^\d{1,8}(?:\.\d+)?$/,
  'epoch-seconds': /^[12]\d{9}$/,
  'epoch-milliseconds': /^[12]\d{12}$/,
  'epoch-decimal': /^[12]\d{9}(?:\.\d+)?$/,
  'iso-8601': /^\d{4}-\d\d-\d\dT\d\d:\d\d/,
  duration: /^(?:\d+(?:\.\d+)?(?:ms|[dhms]))+$/,
  'iso-duration': /^P(?:\d+D)?(?:T|$)/,
  'http-date': new RegExp(`^${httpDate}$`),
  'delta-seconds-or-http-date': new RegExp(`^(?:\\d+|${httpDate})$`),
  'whole-number': /^\d+$/,
  'json-number': /^-?\d/,
  'json-string': /^/,
  'json-list': /^\[/,
  'json-object': /^\{/,
  json: /^[[{"\dtfn-]/,
  'https-url': /^https:\/\/[^\s/]/,
  'https-url-without-query': /^https:\/\/[^\s/?#][^\s?#]*$/,
  'uri-reference': /^[^\s"<>\\^`{|}]*$/,
  'media-type': /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+/,
  'method-list': /^[A-Z]+(?:\s*,\s*[A-Z]+)*$/,
  'challenge-list': /^[\w-]+(?:$|[\s,])/,
  'structured-list': /^(?:"[^"]*"|[A-Za-z*][\w*:/.-]*)(?:\s*[;,]|$)/,
};

/** A value of this form. */
export function formClaim(form: ValueForm, { kind }: ResponsePart): Claim {
  const type = kind === 'member' || kind === 'body' ? types[form] : undefined;
  return type === undefined ? matching(texts[form]) : typed(type);
}

/**
 * Which error an example is about: by its name, its words and the status in it.
 *
 * @module
 */
import type { Json } from '../../contract.ts';
import { errorWordsOf, isStatusName, isWorded, rewordError, type WordedStatus } from '../../error-body.ts';
import { isList, isObject, member } from '../../json/json.ts';
import type { DocumentNode } from '../../loading/document-node.ts';
import { isAllowed, preferredSample, sample } from '../../schema/sample.ts';

/** The error that a response is for. */
export interface ErrorSubject {
  readonly error: WordedStatus;
  /** Its status, which the document may choose. */
  readonly status: number;
  /** Whether the response is for other errors too: a range or the default. */
  readonly general: boolean;
}

const holder = String.raw`(?:tokens?|keys?|credentials?|passwords?|signatures?|api key|authori[sz]ation header)`;
const flaw = '(?:missing|invalid|expired|bad|wrong|unknown|revoked|incorrect|malformed)';

/** The words of errors, in lower-case texts with spaces between words. */
const signs: { readonly [status in WordedStatus]?: RegExp } = {
  400: /bad request|malformed request|invalid (?:request|argument|parameter|input|json)|validation/,
  401: new RegExp(
    String.raw`unauthori[sz]ed|unauthenticated|authentication (?:is |was )?(?:required|needed|failed|missing)|not (?:logged|signed) in|\b(?:log|sign) in\b|\b${flaw} (?:\w+ ){0,2}${holder}\b|\b${holder} (?:\w+ ){0,2}${flaw}`,
  ),
  403: /forbidden|permissions?\b|not permitted|\bdenied\b|(?<!method |method is )not allowed|privileges?\b|\bscopes?\b/,
  404: /not found|does not exist|no such/,
  405: /method (?:is )?not (?:allowed|available)/,
  413: /too large/,
  415: /unsupported media|media type/,
  422: /unprocessable/,
  429: /rate limit|too many|throttl|slow down|quota|exhausted|limit (?:is |was )?(?:exceeded|reached)|exceeded (?:\w+ ){0,3}limit/,
  500: /internal (?:server )?error|server error|unexpected error/,
  501: /not implemented/,
};

/** Errors that have no words of their own here. */
const others = /conflict|already exists|unavailable|payment required|bad gateway|gateway timeout/;

const spaced = (text: string) =>
  text
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/[\s_.:/-]+/g, ' ')
    .toLowerCase();

/** Whether a text is about this error (1), about another one (-1), or about neither. */
function signOf(text: string, { error }: ErrorSubject): -1 | 0 | 1 {
  const words = spaced(text);
  if (signs[error]?.test(words)) return 1;
  return others.test(words) || Object.values(signs).some((sign) => sign.test(words)) ? -1 : 0;
}

const isErrorStatus = (value: number) => Number.isInteger(value) && value >= 400 && value < 600;

function leaves(value: Json, name = ''): readonly (readonly [name: string, value: Json])[] {
  if (isList(value)) return value.flatMap((item) => leaves(item));
  if (isObject(value)) return Object.entries(value).flatMap(([key, each]) => leaves(each, key));
  return [[name, value]];
}

/** How clearly a body is about an error: negative if it is about another one. */
export function bodyScore(body: Json, subject: ErrorSubject): number {
  let [own, other, status] = [0, 0, 0];
  for (const [name, value] of leaves(body)) {
    const number = name === '' || isStatusName(name) ? Number(value) : Number.NaN;
    if (value !== null && value !== '' && isErrorStatus(number)) status = number === subject.status ? 3 : Math.min(status, -3);
    else if (typeof value === 'string') {
      const sign = signOf(value, subject);
      own = Math.max(own, sign);
      other = Math.min(other, sign);
    }
  }
  return 2 * own + other + status;
}

/** How clearly the name, summary and description of an example are about an error. */
export function labelScore(label: string, subject: ErrorSubject): number {
  const numbers = [...label.matchAll(/(?<!\d)[45]\d\d(?!\d)/g)].map(Number);
  const status = numbers.includes(subject.status) ? 4 : numbers.length > 0 ? -4 : 0;
  const sign = signOf(label, subject);
  return status + (sign > 0 ? 4 : 2 * sign);
}

/** What stands where a schema leaves a text open. */
const placeholder = /^\d*string\d*x*$/;

/**
 * A body about this error, as far as its schema allows. Texts about it are kept; of a sample, so are those about no other error, since
 * the schema may show them.
 */
export function adaptedError(body: Json, subject: ErrorSubject, isValid: (body: Json) => boolean, isSample = true): Json {
  const words = errorWordsOf(subject.error, subject.status);
  const name = words.code.replaceAll('_', ' ');
  const short = { ...words, message: name.charAt(0).toUpperCase() + name.slice(1) };
  const isKept = (text: string) => !placeholder.test(text) && signOf(text, subject) >= (isSample ? 0 : 1);
  const candidates = (key: string, value: Json): readonly Json[] => {
    if (typeof value === 'string' ? isKept(value) : !isStatusName(key)) return [];
    const made = [words, short].map((each) => member(rewordError({ [key]: value }, each), key) ?? value);
    return typeof value === 'string' && /^[A-Z][A-Z0-9_]+$/.test(value) ? made.map((one) => upperCase(one)) : made;
  };
  const adapt = (key: string, value: Json, around: (value: Json) => Json): Json => {
    const keys = isList(value) ? value.map((_, index) => index) : isObject(value) ? Object.keys(value) : undefined;
    if (keys === undefined) return candidates(key, value).find((one) => isValid(around(one))) ?? value;
    return keys.reduce<Json>((whole, each) => {
      const inner = isList(whole) ? whole[Number(each)] : member(whole, String(each));
      return replacedIn(
        whole,
        each,
        adapt(String(each), inner ?? null, (one) => around(replacedIn(whole, each, one))),
      );
    }, value);
  };
  return adapt('', body, (value) => value);
}

const upperCase = (value: Json) => (typeof value === 'string' && !/\s/.test(value) ? value.toUpperCase() : value);

const replacedIn = (value: Json, key: string | number, item: Json): Json => {
  if (isList(value)) return value.map((each, index) => (index === key ? item : each));
  return isObject(value) ? { ...value, [key]: item } : item;
};

/** A value for an error, made from its schema. */
export function errorSample(schema: DocumentNode, subject: ErrorSubject): Json | undefined {
  const made = preferredSample(schema, (value) => bodyScore(value, subject)) ?? sample(schema, 'response');
  return made === undefined ? undefined : adaptedError(made, subject, (value) => isAllowed(schema, value));
}

/** The error of a response; undefined for a status without words. */
export function errorSubjectOf(status: number, general: boolean, error: number = status): ErrorSubject | undefined {
  return isWorded(error) ? { error, status, general } : undefined;
}

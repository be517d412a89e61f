/**
 * Turns mismatches and causes into English, only here. No code reads these sentences.
 *
 * @module
 */
import type { Json } from '../../spec/contract.ts';
import type { UndecidedCause, Mismatch } from '../engine/check.ts';
import type { Condition, Expectation, ValueForm } from '../result/expectation.ts';
import type { Details, Words } from './word.ts';
import { undecidedWords, mismatchWords } from './words.ts';

/** A mismatch in words. */
export interface DescribedMismatch {
  /** What is wrong: `unexpected status`. */
  readonly reason: string;
  readonly where?: string;
  readonly expected: string;
  readonly observed: string;
}

const worded = (words: Words, code: string, details: Details = {}): string => {
  const found = words[code];
  return typeof found === 'function' ? found(details) : (found ?? code);
};

export function describeMismatch({ code, at, expected, actual, details }: Mismatch): DescribedMismatch {
  return {
    reason: worded(mismatchWords, code, details),
    ...(at !== undefined && { where: at }),
    expected: describeExpectation(expected, at),
    observed: `${describeValue(actual)}${details?.['location'] === undefined ? '' : ` (Location: ${details['location']})`}`,
  };
}

export function describeUndecided({ code, ...details }: UndecidedCause): string {
  return worded(undecidedWords, code, details);
}

const formWords: { readonly [form in ValueForm]: string } = {
  'delta-seconds': 'whole seconds, digits only',
  'delta-milliseconds': 'whole milliseconds, digits only',
  'delta-decimal': 'seconds from now',
  'epoch-seconds': 'seconds since 1970, digits only',
  'epoch-milliseconds': 'milliseconds since 1970, digits only',
  'epoch-decimal': 'seconds since 1970',
  'iso-8601': 'an ISO 8601 date',
  duration: 'a length of time such as 1m30s',
  'iso-duration': 'an ISO 8601 duration',
  'http-date': 'an HTTP date',
  'delta-seconds-or-http-date': 'whole seconds or an HTTP date',
  'whole-number': 'a whole number',
  'json-number': 'a JSON number',
  'json-string': 'a JSON string',
  'json-list': 'a JSON array',
  'json-object': 'a JSON object',
  json: 'JSON',
  'https-url': 'an absolute https URL',
  'uri-reference': 'a URI reference',
  'https-url-without-query': 'an https URL without query and fragment',
  'media-type': 'a media type',
  'method-list': 'a list of methods',
  'challenge-list': 'a list of challenges',
  'structured-list': 'a structured list of strings',
};

const conditionWords: { readonly [condition in Condition]: string } = {
  'certificate-verifies': 'a certificate that verifies',
  'handshake-is-rejected': 'a rejected handshake',
  'certified-client-accepts': 'a response that a certified client accepts',
  'secrets-have-nothing-in-common': 'secrets that have nothing in common',
  'own-objects-only': 'only objects of the own account',
  response: 'a response',
  'plain-http-is-rejected': 'an error response over plain HTTP',
  'redirect-with-code': 'a redirect to the redirect URI with a code',
  'response-in-time': 'a response in time',
  'error-reported': 'an exit code other than 0, or a message with the error',
  'client-works': 'a client that works',
  'new-value': 'a new value for each request',
  'latest-token': 'the refresh token of the latest token response',
  'refresh-request': 'a refresh request',
  'repeated-call': 'the call again, with the new token',
  'no-request': 'no such request',
};

const either = (items: readonly unknown[]) => items.map(String).join(' or ');
const list = (items: readonly string[]) => (items.length === 0 ? 'none' : items.join(', '));
const nameOf = (at = '') => at.replace(/^\$(?:response|request)\.(?:header\.|query\.|body#\/)?/, '');

/** The expected value, in a few words that fit after `expected`. */
export function describeExpectation(expected: Expectation, at?: string): string {
  switch (expected.kind) {
    case 'absent':
      return at === '$response.body' ? 'no body' : `no ${nameOf(at)}`;
    case 'present':
      return at === '$response.body' ? 'a body' : `a ${nameOf(at)}`;
    case 'one-of':
      return either(expected.values);
    case 'equals':
      return describeValue(expected.value);
    case 'range':
      return rangeWords(expected);
    case 'status-class':
      return either(expected.classes);
    case 'form':
      return formWords[expected.form];
    case 'matches':
      return expected.example ?? `a match of /${expected.pattern}/${expected.flags ?? ''}`;
    case 'lacks':
      return expected.example ?? `no match of /${expected.pattern}/${expected.flags ?? ''}`;
    case 'includes':
      return expected.any ? either(expected.items) : list(expected.items);
    case 'excludes':
      return `no ${either(expected.items)}`;
    case 'exactly':
      return list(expected.items);
    case 'at-most':
      return `nothing but ${list(expected.items)}`;
    case 'directive':
      return `${expected.name}=${expected.least} or more`;
    case 'once':
      return `one ${nameOf(at)} header`;
    case 'schema':
      return expected.message;
    case 'example':
      return expected.text;
    case 'parameter':
      return parameterWords(expected);
    case 'same-as':
      return expected.value === undefined ? 'the same response' : describeValue(expected.value);
    case 'change':
      return `${expected.exact ? '' : 'at least '}${Math.abs(expected.by)} ${expected.by < 0 ? 'less' : 'more'} than before`;
    case 'served':
      return servedWords(expected);
    case 'from-now':
      return `${expected.least} to ${expected.most} s from now`;
    case 'no-secret':
      return 'no credential';
    case 'condition':
      return conditionWords[expected.condition];
  }
}

type Of<Kind extends Expectation['kind']> = Extract<Expectation, { readonly kind: Kind }>;

function rangeWords({ least, most, unit }: Of<'range'>): string {
  const suffix = unit === undefined ? '' : unit === 'seconds' ? ' s' : ` ${unit}`;
  if (least !== undefined && least === most) return `${least}${suffix}`;
  if (least === undefined) return `at most ${most}${suffix}`;
  return most === undefined ? `at least ${least}${suffix}` : `${least} to ${most}${suffix}`;
}

function parameterWords({ name, values, absent }: Of<'parameter'>): string {
  if (absent) return `no ${name} in the redirect`;
  return values === undefined ? `${name} in the redirect` : `${name}=${either(values)} in the redirect`;
}

function servedWords({ least, most, limit, seconds, together }: Of<'served'>): string {
  const window = `limit ${limit} per ${seconds} s`;
  const count = least === undefined ? `at most ${most}` : most === least || most === undefined ? `${least}` : `${least} to ${most}`;
  return `${count} requests served${together ? ' in parallel' : ''} (${window})`;
}

/** A value in one line of a report. */
export function describeValue(value: Json | undefined): string {
  if (value === undefined || value === '') return 'nothing';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

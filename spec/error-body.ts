import type { Json } from './contract.ts';
import { isList, isObject } from './json/json.ts';

/** The values of an error body: `unauthorized`, `Invalid or missing credential`, 401. */
export interface ErrorWords {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

const CODE = /^(code|error|type|reason|error_?code|err_?code|id)$/i;
const MESSAGE = /^(message|msg|detail|details|description|explanation|title|error_?description|error_?message)$/i;
const STATUS = /^(status|status_?code|http_?status|http_?code|code|error|error_?code|err_?code|err_?no)$/i;

/** Whether a member with this name may repeat the status. */
export const isStatusName = (name: string): boolean => STATUS.test(name);

/** A code under any name: `token_missing`, `TOKEN_MISSING`, `tokenMissing`, `token-missing`. */
const CODE_VALUE = /^(?:[a-z]+(?:[_-][a-z]+)+|[A-Z]+(?:_[A-Z]+)+|[A-Za-z]?[a-z]+(?:[A-Z][a-z]+)+)$/;
const SENTENCE = /[a-z]{2,}[,;:]?\s+[a-z]/i;

/** The body of undocumented errors if the document shows no error. */
export function plainError(words: ErrorWords): Json {
  return { error: { code: words.code, message: words.message } };
}

/** An error of the same shape that says something else; undefined if nothing in the example says what the error is. */
export function errorLike(example: Json, words: ErrorWords): Json | undefined {
  const other = rewordError(example, words);
  return JSON.stringify(other) === JSON.stringify(example) ? undefined : other;
}

/** An error of the same shape with other values for codes, messages and statuses; all other members are kept. */
export function rewordError(example: Json, words: ErrorWords): Json {
  if (isList(example)) return example.map((item) => reworded('', item, words));
  if (!isObject(example)) return example;
  return Object.fromEntries(Object.entries(example).map(([name, value]) => [name, reworded(name, value, words)]));
}

function reworded(name: string, value: Json, words: ErrorWords): Json {
  if (typeof value === 'number') return STATUS.test(name) ? words.status : value;
  if (typeof value !== 'string') return rewordError(value, words);
  if (/^\d{3}$/.test(value) && STATUS.test(name)) return String(words.status);
  if (MESSAGE.test(name)) return words.message;
  // A problem without its own type. @see RFC 9457 §4.2.1
  if (/^type$/i.test(name) && /[:/]/.test(value)) return 'about:blank';
  if (CODE.test(name) || CODE_VALUE.test(value)) return words.code;
  return SENTENCE.test(value) ? words.message : value;
}

type Words = readonly [code: string, message: string];

/** What the errors of each status say, where the document has no words for them. */
export const errorWordings = {
  400: ['bad_request', 'The request is malformed'],
  401: ['unauthorized', 'Missing or invalid credential'],
  403: ['forbidden', 'Not allowed for this credential'],
  404: ['not_found', 'There is nothing at this path'],
  405: ['method_not_allowed', 'The method is not available at this path'],
  408: ['request_timeout', 'The request did not arrive in time'],
  413: ['payload_too_large', 'The body is larger than is accepted'],
  415: ['unsupported_media_type', 'The media type of the body is not accepted'],
  417: ['expectation_failed', 'The expectation cannot be met'],
  422: ['unprocessable_content', 'The body is well-formed but not valid'],
  429: ['rate_limited', 'Too many requests'],
  431: ['header_fields_too_large', 'The header is larger than is accepted'],
  500: ['internal_error', 'Something went wrong'],
  501: ['not_implemented', 'The method is not implemented'],
  503: ['service_unavailable', 'The service is not available at the moment'],
} as const satisfies { readonly [status: number]: Words };

/** The statuses with words. */
export type WordedStatus = keyof typeof errorWordings;

export const isWorded = (status: number): status is WordedStatus => Object.hasOwn(errorWordings, status);

/** The words of an error; another status if the document gives that error another one. */
export function errorWordsOf(error: WordedStatus, status: number = error): ErrorWords {
  const [code, message] = errorWordings[error];
  return { status, code, message };
}

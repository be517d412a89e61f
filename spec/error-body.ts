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
const STATUS = /^(status|status_?code|http_?status|http_?code|code)$/i;

/** The body of undocumented errors if the document shows no error. */
export function plainError(words: ErrorWords): Json {
  return { error: { code: words.code, message: words.message } };
}

/** An error of the same shape with other values for code, message and status; all other members are kept. */
export function rewordError(example: Json, words: ErrorWords): Json {
  if (isList(example)) return example.map((item) => rewordError(item, words));
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
  return CODE.test(name) ? words.code : value;
}

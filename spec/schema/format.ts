import { fullFormats } from 'ajv-formats/dist/formats.js';
import type { Format } from 'ajv';
import type { Json } from '../contract.ts';

/** `Fri, 01 Jan 2021 00:00:00 GMT`. @see RFC 9110 §5.6.7 */
export const HTTP_DATE =
  /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/** Whether a number is a time in whole seconds since 1970. */
export const isUnixTime = (value: number): boolean => Number.isInteger(value) && value >= 0;

const formats: ReadonlyMap<string, Format> = new Map<string, Format>(Object.entries(fullFormats));

/** Whether a value has a format. Unknown formats, and those of other types, allow everything. */
export function hasFormat(name: string, value: Json): boolean {
  if (name === 'http-date') return typeof value !== 'string' || HTTP_DATE.test(value);
  if (name === 'unixtime') return typeof value !== 'number' || isUnixTime(value);
  const format = formats.get(name);
  if (format === undefined || typeof format === 'boolean') return true;
  if (typeof format === 'string') return typeof value !== 'string' || new RegExp(format).test(value);
  if (format instanceof RegExp) return typeof value !== 'string' || format.test(value);
  if (typeof format === 'function') return typeof value !== 'string' || format(value);
  const { type = 'string', validate } = format;
  if (typeof value !== type || typeof validate === 'string') return true;
  const check: unknown = validate instanceof RegExp ? (text: string) => validate.test(text) : validate;
  return typeof check !== 'function' || check(value) === true;
}

/** Texts of each format, the usual one first. */
export const formatSamples: { readonly [format: string]: readonly string[] } = {
  'date-time': ['2021-01-01T00:00:00Z', '2021-01-01T00:00:00.000Z', '2021-01-01T00:00:00+00:00'],
  date: ['2021-01-01'],
  time: ['00:00:00Z'],
  duration: ['P1D'],
  email: ['user@example.com', 'a@b.co'],
  'idn-email': ['user@example.com', 'a@b.co'],
  hostname: ['host.example', 'a.b'],
  'idn-hostname': ['host.example', 'a.b'],
  ipv4: ['192.0.2.1'],
  ipv6: ['2001:db8::1'],
  uri: ['https://example.com/', 'http://a.b'],
  'uri-reference': ['/example', '/'],
  iri: ['https://example.com/', 'http://a.b'],
  url: ['https://example.com/', 'http://a.bc'],
  uuid: ['123e4567-e89b-42d3-a456-426614174000'],
  'http-date': ['Fri, 01 Jan 2021 00:00:00 GMT'],
  'json-pointer': ['/example'],
  regex: ['^example$'],
  byte: ['ZXhhbXBsZQ=='],
};

import type { Json } from '../contract.ts';
import type { TimeForm } from '../quotas.ts';
import { items, member, text } from '../json/json.ts';
import { examplesOf } from '../lint/rules/examples.ts';
import { step, type DocumentNode } from '../loading/document-node.ts';
import { runBounded } from '../schema/bounded.ts';
import { writtenForm } from '../time-form.ts';

const FORMATS: { readonly [format: string]: TimeForm } = {
  'http-date': 'http-date',
  'date-time': 'iso-8601',
  duration: 'iso-duration',
  unixtime: 'epoch-seconds',
  'unix-time': 'epoch-seconds',
  'unix-timestamp': 'epoch-seconds',
  timestamp: 'epoch-seconds',
  'unixtime-ms': 'epoch-milliseconds',
};

/** One value of each form, for patterns. Seconds from now come first: a pattern of any digits allows more than those. */
const SAMPLES = ['30', '1800000000', '1800000000000', '30.5', '1800000000.5', '2027-01-15T08:00:00Z', 'PT1M30S', '1m30s', '30s'] as const;
const DATE = 'Fri, 15 Jan 2027 08:00:00 GMT';

const MILLISECONDS = /\bmilli-?seconds?\b|\bmillis\b|\bin ms\b/i;
const NAMED_MILLISECONDS = /(?:[-_]ms|[a-z]Ms|[-_]?millis(?:econds)?)$/;
const EPOCH = /\bepoch\b|\bunix\b|\bposix time|\b1970\b/i;

/**
 * How a header, or a member of a body, contains a time: from its format, its examples, its description, its pattern or its bounds, in this
 * order. Undefined if none of them says so in a way that is known.
 */
export function timeFormAt(node: DocumentNode, name: string, examples: readonly Json[] = []): TimeForm | undefined {
  const schema = member(node.value, 'schema') === undefined ? node : step(node, 'schema');
  const shown = [...examplesOf(node).map(({ value }) => value), ...items(member(schema.value, 'examples')), ...examples]
    .map((value) => writtenForm(typeof value === 'string' ? value : JSON.stringify(value)))
    .find((form) => form !== undefined);
  const format = FORMATS[text(member(schema.value, 'format')) ?? ''];
  const words = [node, schema].flatMap(({ value }) => ['description', 'title'].map((part) => text(member(value, part)) ?? '')).join(' ');
  const isMilliseconds = MILLISECONDS.test(words) || NAMED_MILLISECONDS.test(name);
  if (format !== undefined) return format === 'epoch-seconds' && shown === 'epoch-milliseconds' ? shown : format;
  if (shown !== undefined) return shown === 'delta-seconds' && isMilliseconds ? 'delta-milliseconds' : shown;
  return described(words, isMilliseconds) ?? patterned(text(member(schema.value, 'pattern'))) ?? bounded(member(schema.value, 'minimum'));
}

function described(words: string, isMilliseconds: boolean): TimeForm | undefined {
  if (/\bISO[ -]?8601\b|\bRFC ?3339\b/i.test(words)) return /\bduration\b/i.test(words) ? 'iso-duration' : 'iso-8601';
  if (/\bHTTP[- ]date\b/i.test(words)) return 'http-date';
  if (EPOCH.test(words)) return isMilliseconds ? 'epoch-milliseconds' : 'epoch-seconds';
  if (isMilliseconds) return 'delta-milliseconds';
  return /\bseconds?\b/i.test(words) ? 'delta-seconds' : undefined;
}

function patterned(pattern: string | undefined): TimeForm | undefined {
  if (pattern === undefined) return undefined;
  try {
    const expression = new RegExp(pattern, 'u');
    const found = runBounded(() => [...SAMPLES, DATE].find((value) => expression.test(value)));
    const sample = found.ended ? found.result : undefined;
    return sample === undefined ? undefined : writtenForm(sample);
  } catch {
    return undefined;
  }
}

function bounded(minimum: Json | undefined): TimeForm | undefined {
  const digits = typeof minimum === 'number' && minimum >= 1e9 ? writtenForm(String(Math.trunc(minimum))) : undefined;
  return digits?.startsWith('epoch-') ? digits : undefined;
}

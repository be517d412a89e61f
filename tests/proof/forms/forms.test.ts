/**
 * Every form in which a document can have rate limits: its mock passes, also as each other limiter, and each fault of limits is found.
 *
 * @module
 */
import { describe, expect, test } from 'vitest';
import { killMatrix } from '../../../cli/prove/matrix.ts';
import { limitsFieldsFaults } from '../../../mock/faults/limits/fields.ts';
import { limitsFaults } from '../../../mock/faults/limits/limits.ts';
import { limitsVariants } from '../../../mock/variants/limits.ts';
import { ferries, header, type RateForm } from './ferries.ts';

const named = (prefix: string, reset: RateForm['headers'][string]): RateForm['headers'] => ({
  [`${prefix}Limit`]: header(12),
  [`${prefix}Remaining`]: header(11),
  [`${prefix}Reset`]: reset!,
});
const usual = (reset: number | string, words?: string) => named('X-RateLimit-', header(reset, words));
const date = 'Fri, 15 Jan 2027 08:00:00 GMT';

const all = [...Object.keys(limitsFaults), ...Object.keys(limitsFieldsFaults)];
/** Faults that can look different in another form of time. */
const ofTimes = all.filter((name) => /reset|retry|wait|half|too-many|last/.test(name));

const forms: { readonly [title: string]: RateForm & { readonly faults: readonly string[] } } = {
  'a limit for each address': { headers: usual(60), partition: 'ip', faults: all },
  'the headers of draft 6': {
    headers: { ...named('RateLimit-', header(60)), 'RateLimit-Policy': header('12;w=60') },
    faults: all,
  },
  'the headers of draft 7': {
    headers: { RateLimit: header('limit=12, remaining=11, reset=60'), 'RateLimit-Policy': header('12;w=60') },
    faults: all,
  },
  'the headers of draft 8': {
    headers: { RateLimit: header('"default";r=11;t=60'), 'RateLimit-Policy': header('"default";q=12;w=60') },
    faults: all,
  },
  'a reset in seconds since 1970': { headers: usual(1_800_000_000), faults: ofTimes },
  'a reset in milliseconds since 1970': { headers: usual(1_800_000_000_000), faults: ofTimes },
  'a reset in milliseconds from now': { headers: usual(60_000, 'Milliseconds until the window ends.'), faults: ofTimes },
  'a reset in parts of a second': { headers: usual(59.5), faults: ofTimes },
  'a reset as an ISO date': { headers: usual('2027-01-15T08:00:00Z'), faults: ofTimes },
  'a reset as an ISO duration': { headers: usual('PT1M30S'), faults: ofTimes },
  'a reset as a duration': { headers: usual('1m30s'), faults: ofTimes },
  'a reset and a retry time as HTTP dates': { headers: usual(date), retryAfter: header(date), faults: ofTimes },
  'a second retry time in milliseconds': { headers: usual(60), body: { retry_after_ms: 30_000 }, faults: ofTimes },
};

/** Whether the suites find a fault at all depends on the document; how it looks must not. */
const exact: ReadonlySet<string> = new Set(['killed', 'short', 'void', 'not-applicable']);

describe.each(Object.entries(forms))('%s', (_, { faults, ...form }) => {
  test('passes as every limiter, and with each fault exactly the requirements fail that it breaks', async () => {
    const contracts = [ferries(form)];
    const matrix = await killMatrix({ contracts, whole: false, faults, variants: Object.keys(limitsVariants) });
    expect(matrix.documents.flatMap(({ falseAlarms }) => falseAlarms)).toEqual([]);
    expect(matrix.variants.flatMap(({ alarms }) => alarms)).toEqual([]);
    expect(matrix.faults.filter(({ fate }) => !exact.has(fate))).toEqual([]);
    const killed = matrix.faults.filter(({ fate }) => fate === 'killed' || fate === 'short').map(({ fault }) => fault);
    expect(killed).toEqual(expect.arrayContaining(['allows-one-request-too-many', 'rejects-last-allowed-request']));
    expect(killed.length).toBeGreaterThan(faults.length / 2);
  });
});

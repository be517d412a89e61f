import type { Expectation, ResultMismatch } from '../../suites/result/expectation.ts';
import type { Exchange } from '../../suites/result/result.ts';
import { clausesOf } from './clauses.ts';
import { comparisonOf } from './comparison.ts';
import type { Assertion, MismatchPlace } from './mismatch-place.ts';
import { textOf } from './values/claim.ts';
import { valueCode } from './values/expression.ts';
import { readingOf, responsePart } from './values/reading.ts';

/**
 * The assertion for a mismatch. Undefined if responses cannot show it, and if the recorded responses meet it: such a test would pass
 * against the server that failed.
 */
export function assertionOf({ at, expected, exchange, actual }: ResultMismatch, exchanges: readonly Exchange[]): Assertion | undefined {
  const find = (id: string | number | undefined) => exchanges.find((one) => one.id === id && one.response !== undefined);
  const judged = find(exchange);
  const part = at === undefined ? undefined : responsePart(at);
  if (!judged || !part) return undefined;
  const place = { judged, part, reading: readingOf(part) };
  if (expected.kind === 'same-as' || expected.kind === 'change') {
    const other = find(expected.exchange);
    return other && comparisonOf(expected, place, other);
  }
  return expected.kind === 'no-secret' ? withoutSecret(place, textOf(actual)) : alone(expected, place);
}

const secretTag = /‹[^›]+›/g;

function alone(expected: Expectation, { judged, part }: MismatchPlace): Assertion | undefined {
  if (JSON.stringify(expected).includes('‹')) return undefined;
  const clauses = clausesOf(expected, part, judged);
  if (clauses.every(({ reading, claim }) => claim.holds(reading.of(judged)))) return undefined;
  return {
    reads: [judged],
    code: ([response = ''], message) => clauses.map(({ reading, claim }) => claim.code(reading.code(response), message)),
  };
}

/** Asserts that the response does not contain the credential. */
function withoutSecret({ judged, reading }: MismatchPlace, actual: string): Assertion | undefined {
  const text = textOf(reading.of(judged));
  const tags = [...(actual.match(secretTag) ?? []), ...(text.match(secretTag) ?? [])];
  const values = tags.flatMap((tag) => (text.includes(tag) ? (valueCode(tag, judged.secrets?.[tag]) ?? []) : []));
  const [value] = values;
  if (value === undefined) return undefined;
  return {
    reads: [judged],
    code: ([response = ''], message) => [`expect(text(${reading.code(response)}).includes(${value}), ${message}).toBe(false);`],
  };
}

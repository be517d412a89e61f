import type { Expectation } from '../../suites/result/expectation.ts';
import type { Exchange } from '../../suites/result/result.ts';
import type { Assertion, MismatchPlace } from './mismatch-place.ts';
import { numberOf, textOf } from './values/claim.ts';
import { body, bodyJson, readingOf, responsePart } from './values/reading.ts';

type Comparison = Extract<Expectation, { kind: 'same-as' | 'change' }>;

/** The clauses of an expectation that compares a response with another one. */
export function comparisonOf(expected: Comparison, place: MismatchPlace, other: Exchange): Assertion | undefined {
  if (expected.kind === 'change') return changed(expected, place, other);
  if (place.part.kind === 'body' && expected.at === undefined) return sameBody(expected, place, other);
  const { judged, reading } = place;
  if (expected.at === undefined) {
    if (JSON.stringify(reading.of(judged)) === JSON.stringify(reading.of(other))) return undefined;
    return compared(other, judged, (one, last, message) => `expect(${reading.code(last)}, ${message}).toEqual(${reading.code(one)});`);
  }
  const part = responsePart(expected.at);
  if (!part) return undefined;
  const twin = readingOf(part);
  if (textOf(reading.of(judged)) === textOf(twin.of(other))) return undefined;
  return compared(other, judged, (one, last, message) => `expect(text(${reading.code(last)}), ${message}).toBe(text(${twin.code(one)}));`);
}

function compared(other: Exchange, judged: Exchange, code: (other: string, judged: string, message: string) => string): Assertion {
  if (other === judged) return { reads: [judged], code: ([name = ''], message) => [code(name, name, message)] };
  return { reads: [other, judged], code: ([one = '', last = ''], message) => [code(one, last, message)] };
}

function changed(
  { by, exact }: Extract<Expectation, { kind: 'change' }>,
  { judged, reading }: MismatchPlace,
  other: Exchange,
): Assertion | undefined {
  const [before, after] = [other, judged].map((one) => numberOf(reading.of(one)));
  const wanted = before! + by;
  if (Number.isNaN(wanted) || (exact ? after === wanted : by < 0 ? after! <= wanted : after! >= wanted)) return undefined;
  const matcher = exact ? 'toBe' : by < 0 ? 'toBeLessThanOrEqual' : 'toBeGreaterThanOrEqual';
  const step = by < 0 ? `- ${-by}` : `+ ${by}`;
  return compared(
    other,
    judged,
    (one, last, message) => `expect(Number(${reading.code(last)}), ${message}).${matcher}(Number(${reading.code(one)}) ${step});`,
  );
}

/** Members with a new value in every response. */
const volatileName = /^(?:request_?id|trace_?id|correlation_?id|span_?id|instance|id|timestamp|time|date)$/i;

/** The JSON of a body without volatile members; undefined if it is not JSON. */
const steadyOf = (exchange: Exchange): string | undefined =>
  JSON.stringify(bodyJson(exchange), (name, value: unknown) => (volatileName.test(name) ? undefined : value));

/** The same body, volatile members aside; undefined if the check ignored others as well. */
function sameBody({ value }: Extract<Expectation, { kind: 'same-as' }>, { judged }: MismatchPlace, other: Exchange): Assertion | undefined {
  const [one, last] = [steadyOf(other), steadyOf(judged)];
  if (one === undefined || last === undefined) {
    if (body.of(other) === body.of(judged) || !isShown(textOf(body.of(other)), value)) return undefined;
    return compared(other, judged, (first, second, message) => `expect(${second}.body, ${message}).toBe(${first}.body);`);
  }
  if (one === last || !(isShown(one, value) || isShown(textOf(body.of(other)), value))) return undefined;
  return compared(
    other,
    judged,
    (first, second, message) => `expect(steady(member(${second}, '')), ${message}).toEqual(steady(member(${first}, '')));`,
  );
}

/** Whether a value is this text, or its beginning; the order of JSON members does not matter. */
function isShown(text: string, value: unknown): boolean {
  if (value === undefined) return true;
  const shown = textOf(value);
  const line = text.replace(/\s+/g, ' ').trim();
  const beginning = shown.endsWith('…') ? shown.slice(0, -1) : undefined;
  return (
    sorted(shown) === sorted(text) ||
    shown === line ||
    (beginning !== undefined && [line, sorted(text)].some((one) => one.startsWith(beginning)))
  );
}

/** A JSON text with the members in the order of their names; any other text as it is. */
function sorted(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), (_, value: unknown) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1)))
        : value,
    );
  } catch {
    return text;
  }
}

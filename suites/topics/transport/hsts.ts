import { headerValue, headerValues } from '../../../spec/message.ts';
import type { Mismatch } from '../../engine/check.ts';
import type { Evidence } from '../../engine/evidence.ts';
import { replyOf } from '../../expectations/response.ts';
import { directivesOf } from '../../expectations/fields.ts';
import type { Expectation } from '../../result/expectation.ts';
import type { MismatchCode } from '../../words/words.ts';

const header = 'strict-transport-security';
const at = '$response.header.Strict-Transport-Security';
/** @see RFC 6797 §6.1.1 */
const yearSeconds = 31_536_000;

/** One header that can be parsed and holds for a year. */
export function expectHsts(evidence: Evidence): readonly Mismatch[] {
  const { headers, status } = replyOf(evidence);
  const lines = headerValues(headers, header);
  const age = directivesOf(headers, header, ';').get('max-age');
  const mismatch = (code: MismatchCode, expected: Expectation): Mismatch => ({
    code,
    at,
    expected,
    ...(lines.length > 0 && { actual: lines.join(', ') }),
    exchange: evidence.id,
    details: { status },
  });
  const lasting: Expectation = { kind: 'directive', name: 'max-age', least: yearSeconds };
  if (lines.length === 0) return [mismatch('hsts-missing', lasting)];
  if (lines.length > 1) return [mismatch('hsts-repeated', { kind: 'once' })];
  if (age === undefined || !/^\d+$/.test(age)) return [mismatch('hsts-without-max-age', lasting)];
  return Number(age) >= yearSeconds ? [] : [mismatch('hsts-too-short', lasting)];
}

/** Over plain HTTP the header must not be sent. */
export function expectNoHsts(evidence: Evidence): readonly Mismatch[] {
  const actual = headerValue(replyOf(evidence).headers, header);
  if (actual === undefined) return [];
  return [{ code: 'hsts-over-plain-http', at, expected: { kind: 'absent' }, actual, exchange: evidence.id }];
}

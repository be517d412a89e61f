/**
 * Expectations about responses to credentials.
 *
 * @module
 */
import { headerValues } from '../../../spec/message.ts';
import type { Mismatch } from '../../engine/check.ts';
import type { Evidence } from '../../engine/evidence.ts';
import { mediaTypeOf, replyOf } from '../../expectations/response.ts';
import { escapedPattern } from '../../result/expectation.ts';
import { jsonOf } from '../../expectations/quota.ts';
import type { Reply } from '../../http/target.ts';

/** One of these authentication schemes has a challenge. */
export function expectChallengeScheme(call: Evidence, schemes: readonly string[]): readonly Mismatch[] {
  const lines = headerValues(replyOf(call).headers, 'www-authenticate');
  const pattern = `(?:^|,)\\s*(?:${schemes.map(escapedPattern).join('|')})(?:\\s|,|$)`;
  if (lines.some((line) => new RegExp(pattern, 'i').test(line))) return [];
  return [
    {
      code: 'no-challenge-of-declared-scheme',
      at: '$response.header.WWW-Authenticate',
      expected: { kind: 'matches', pattern, flags: 'i', example: schemes.join(' or ') },
      ...(lines.length > 0 && { actual: lines.join(', ') }),
      exchange: call.id,
    },
  ];
}

/** The bodies have the same media type and, in JSON, the same members. */
export function sameShape(one: Evidence, other: Evidence): readonly Mismatch[] {
  const [expected, actual] = [shapeOf(replyOf(one)), shapeOf(replyOf(other))];
  if (expected === actual) return [];
  return [
    {
      code: 'content-type-changes-body',
      at: '$response.body',
      expected: { kind: 'same-as', exchange: one.id, value: expected },
      actual,
      exchange: other.id,
    },
  ];
}

function shapeOf(reply: Reply): string {
  const type = mediaTypeOf(reply) ?? 'no media type';
  const body = jsonOf(reply);
  if (typeof body !== 'object' || body === null) return `${type}, ${typeof body}`;
  return `${type}, ${Array.isArray(body) ? 'a list' : Object.keys(body).sort().join(', ')}`;
}

import type { Json } from '../../spec/contract.ts';
import { readJson } from '../../spec/json/json.ts';
import { inconclusive, notApplicable, type Judgement } from '../engine/check.ts';
import type { Evidence } from '../engine/evidence.ts';
import type { Reply } from '../http/target.ts';
import { excerpt, replyOf } from './response.ts';
import { steadyPart } from './steady.ts';

/** Members that change from response to response, if not each time: they identify requests, not credentials. */
export const passing = /^(?:request_?id|trace_?id|correlation_?id|span_?id|instance|id|timestamp|time|date)$/i;

/** The statuses of a rejection whose body is compared. Whether it is the right one of them is checked elsewhere. */
const rejecting = new Set([401, 403]);

/**
 * The rejection of an invalid credential has the body of the rejection of an unknown one. A missing one may get another. @see RFC 6750 §3.1
 *
 * @param unknown - the responses to two requests with one unknown credential; the second shows what changes by itself
 */
export function uniform(rejection: Evidence, [unknown, again = unknown]: readonly Evidence[]): Judgement {
  if (!unknown?.reply || !again?.reply) return inconclusive({ code: 'no-rejection-of-unknown-credential' });
  const [one, other] = [unknown.reply, replyOf(rejection)];
  if (one.status !== other.status || !rejecting.has(one.status))
    return inconclusive({ code: 'rejections-not-comparable', unknown: one.status, invalid: other.status });
  if (one.body === '' && other.body === '') return notApplicable({ code: 'rejection-without-body' });
  const steady = steadyPart(one, again.reply);
  if (!steady) return inconclusive({ code: 'rejection-body-changes' });
  const [expected, actual] = [comparable(one, steady), comparable(other, steady)];
  if (expected === actual) return [];
  return [
    {
      code: 'distinguishable-rejection',
      at: '$response.body',
      expected: { kind: 'same-as', exchange: unknown.id, value: excerpt(expected) },
      actual: excerpt(actual),
      exchange: rejection.id,
    },
  ];
}

function comparable(reply: Reply, steady: (reply: Reply) => string): string {
  const text = steady(reply);
  const body = readJson(text);
  return body === undefined ? text : JSON.stringify(body, (name, value: Json) => (passing.test(name) ? undefined : value));
}

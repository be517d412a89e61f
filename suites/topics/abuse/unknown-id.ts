/**
 * Compares the response about an object of another account with that about an id that does not exist.
 *
 * @module
 */
import type { Json } from '../../../spec/contract.ts';
import { readJson } from '../../../spec/json/json.ts';
import { inconclusive, type Judgement } from '../../engine/check.ts';
import type { Evidence } from '../../engine/evidence.ts';
import { isSuccess } from '../../engine/scenario-context.ts';
import { excerpt, replyOf } from '../../expectations/response.ts';
import { steadyPart } from '../../expectations/steady.ts';
import { passing } from '../../expectations/uniform.ts';
import type { Reply } from '../../http/target.ts';

/** Whether an id that does not exist gets the same success, such as of a deletion; undefined where that cannot be decided. */
export function servedAlike(call: Evidence, unknownId: Evidence, unknownIdAgain: Evidence): boolean | undefined {
  if (!isSuccess(call) || !isSuccess(unknownId)) return false;
  const judgement = sameResponse(call, unknownId, unknownIdAgain);
  return 'outcome' in judgement ? undefined : judgement.length === 0;
}

/** The response differs from those about an id that does not exist only in that id, and in what is new in each response. */
export function sameResponse(call: Evidence, unknownId: Evidence, unknownIdAgain: Evidence): Judgement {
  const [reply, wanted] = [replyOf(call), replyOf(unknownId)];
  const mismatch = (at: string, value: string | number, actual: string | number): Judgement => [
    { code: 'object-revealed', at, expected: { kind: 'same-as', exchange: unknownId.id, value }, actual, exchange: call.id },
  ];
  if (reply.status !== wanted.status) return mismatch('$statusCode', wanted.status, reply.status);
  const steady = steadyPart(wanted, replyOf(unknownIdAgain));
  if (!steady) return inconclusive({ code: 'unknown-id-unsteady' });
  const [expected, actual] = [comparable(unknownId, steady), comparable(call, steady)];
  return expected === actual ? [] : mismatch('$response.body', excerpt(expected), excerpt(actual));
}

/** A body without its times and ids, and without the segments of the path, which hold the object's own. */
function comparable(evidence: Evidence, steady: (reply: Reply) => string): string {
  const segments = new URL(evidence.request.url).pathname.split('/').filter(Boolean).map(decodeURIComponent);
  const plain = segments.reduce(
    (text, segment) => text.replace(new RegExp(`(?<![\\w-])${escapeForPattern(segment)}(?![\\w-])`, 'g'), '…'),
    steady(replyOf(evidence)),
  );
  const body = readJson(plain);
  return body === undefined ? plain : JSON.stringify(body, (name, value: Json) => (passing.test(name) ? undefined : value));
}

const escapeForPattern = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

import { inconclusive, type Judgement } from '../engine/check.ts';
import type { Evidence } from '../engine/evidence.ts';
import { isSuccess } from '../engine/scenario-context.ts';
import { excerpt, replyOf } from './response.ts';
import { steadyPart } from './steady.ts';

/** An object that is read before and after a change that the server rejects. */
export interface RejectedChange {
  readonly before: Evidence;
  readonly rejected: Evidence;
  readonly after: Evidence;
  /** Read a second time before, to see what changes by itself. */
  readonly again: Evidence;
}

/** The object reads after a rejected change as before it. */
export function unchanged({ before, rejected, after, again }: RejectedChange): Judgement {
  if (isSuccess(rejected)) return inconclusive({ code: 'change-not-rejected' });
  return readsAsBefore(before, after, again);
}

/** An object reads after something as before it; `again` is a second reading before, to see what changes by itself. */
export function readsAsBefore(before: Evidence, after: Evidence, again: Evidence): Judgement {
  const [then, now] = [replyOf(before), replyOf(after)];
  const failed = [then, replyOf(again)].find(({ status }) => status >= 500);
  if (failed) return inconclusive({ code: 'server-error', status: failed.status });
  const changed = (at: string, value: string | number, actual: string | number): Judgement => [
    { code: 'object-changed', at, expected: { kind: 'same-as', exchange: before.id, value }, actual, exchange: after.id },
  ];
  if (now.status !== then.status) return changed('$statusCode', then.status, now.status);
  const steady = steadyPart(then, replyOf(again));
  if (!steady) return inconclusive({ code: 'object-unsteady' });
  const [expected, actual] = [steady(then), steady(now)];
  return expected === actual ? [] : changed('$response.body', excerpt(expected), excerpt(actual));
}

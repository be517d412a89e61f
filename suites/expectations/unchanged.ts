import { inconclusive, type Judgement } from '../engine/check.ts';
import type { Evidence, Observation } from '../engine/evidence.ts';
import { isSuccess } from '../engine/scenario-context.ts';
import { excerpt, replyOf } from './answer.ts';
import { steadyPart } from './steady.ts';

/** An object that is read before and after a change that the server rejects. */
export interface RejectedChange {
  readonly before: Evidence;
  readonly rejected: Evidence;
  readonly after: Evidence;
  /** Read a second time before, to see what changes by itself. */
  readonly again: Evidence;
}

/** The object reads after a rejected change as before it. The four may also come as a list. */
export function unchanged(change: RejectedChange | Pick<Observation, 'case' | 'controls' | 'probes'>): Judgement {
  if ('probes' in change) {
    const [before, rejected, after, again] = change.probes;
    return unchanged({ before: before!, rejected: rejected!, after: after!, again: again! });
  }
  const { before, rejected, after, again } = change;
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

import { inconclusive, type Judgement } from '../engine/check.ts';
import type { Evidence, Observation } from '../engine/evidence.ts';
import { isSuccess } from '../engine/scenario-context.ts';
import { excerpt, replyOf } from './answer.ts';
import { steadyPart } from './steady.ts';

/** The object reads after a refused change as before it; probes are those of the scene `effects`. */
export function unchanged({ probes: [before, refused, after, again] }: Observation): Judgement {
  if (isSuccess(refused!)) return inconclusive('the change was not refused');
  return readsAsBefore(before!, after!, again!);
}

/** An object reads after something as before it; `again` is a second reading before, to see what changes by itself. */
export function readsAsBefore(before: Evidence, after: Evidence, again: Evidence): Judgement {
  const [then, now] = [replyOf(before), replyOf(after)];
  const failed = [then, replyOf(again)].find(({ status }) => status >= 500);
  if (failed) return inconclusive(`contaminated by a server error (${failed.status})`);
  const reason = 'the object is not as it was';
  if (now.status !== then.status) return [{ reason, where: '$statusCode', expected: String(then.status), actual: String(now.status) }];
  const steady = steadyPart(then, replyOf(again));
  if (!steady) return inconclusive('the object reads differently each time');
  const [expected, actual] = [steady(then), steady(now)];
  return expected === actual ? [] : [{ reason, where: '$response.body', expected: excerpt(expected), actual: excerpt(actual) }];
}

import { inconclusive, type Judgement, type CheckContext } from '../engine/check.ts';
import type { Observation } from '../engine/evidence.ts';
import { reportedQuota } from './quota.ts';
import { replyOf } from './answer.ts';
import { fellTooLittle, planOf, steps, windowsReported } from './rate-fields.ts';

/** All requests between the first and the last probe were taken off what remains, whatever else tells them apart. */
export function countedTogether(observation: Observation, context: CheckContext): Judgement {
  const { probes } = observation;
  const whole = steps([probes[0]!, probes.at(-1)!], context.contract)[0];
  if (!whole) return inconclusive('the remainder could not be compared');
  const requests = probes.length - 1;
  const where = context.contract.rateLimit.remaining[0]!.expression;
  if (whole.fell >= requests) return [];
  const single = steps(probes, context.contract);
  // A window ends once at most: whatever begins anew with every request does so because of what it says.
  const renewed = single.slice(0, -1).filter(({ fell }) => fell <= 0).length;
  if (whole.moved && renewed < 2) return inconclusive('a window ended meanwhile');
  const freed = rateReported(observation, context) * whole.seconds;
  if (renewed < 2 && !fellTooLittle(whole.fell, requests, freed)) return inconclusive('too much of the quota was given back meanwhile');
  const expected = `at most ${whole.before - requests}, after ${requests} more requests`;
  return [{ reason: 'requests were counted apart or not at all', where, expected, actual: String(whole.after) }];
}

/** How many units a second the reported window of the principal's plan gives back, if it does so steadily. */
export function rateReported(observation: Observation, context: CheckContext): number {
  const plan = planOf(context, observation.case);
  const reported = plan && windowsReported(plan, reportedQuota(context.contract, replyOf(observation.probes[0])));
  return Math.max(0, ...(reported ?? []).map(({ limit, seconds }) => limit / seconds));
}

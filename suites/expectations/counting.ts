import { inconclusive, type Judgement, type Law } from '../engine/check.ts';
import type { Take } from '../engine/evidence.ts';
import { quotaOf } from './quota.ts';
import { replyOf } from './answer.ts';
import { fellTooLittle, planOf, steps, windowsReported } from './rate-fields.ts';

/** All requests between the first and the last probe were taken off what remains, whatever else tells them apart. */
export function countedTogether(take: Take, law: Law): Judgement {
  const { probes } = take;
  const whole = steps([probes[0]!, probes.at(-1)!], law.contract)[0];
  if (!whole) return inconclusive('the remainder could not be compared');
  const requests = probes.length - 1;
  const where = law.contract.rateLimit.remaining[0]!.expression;
  if (whole.fell >= requests) return [];
  const single = steps(probes, law.contract);
  // A window ends once at most: whatever begins anew with every request does so because of what it says.
  const renewed = single.slice(0, -1).filter(({ fell }) => fell <= 0).length;
  if (whole.moved && renewed < 2) return inconclusive('a window ended meanwhile');
  const freed = rateReported(take, law) * whole.seconds;
  if (renewed < 2 && !fellTooLittle(whole.fell, requests, freed)) return inconclusive('too much of the quota was given back meanwhile');
  const expected = `at most ${whole.before - requests}, after ${requests} more requests`;
  return [{ reason: 'requests were counted apart or not at all', where, expected, actual: String(whole.after) }];
}

/** How many units a second the reported window of the principal's plan gives back, if it does so steadily. */
export function rateReported(take: Take, law: Law): number {
  const plan = planOf(law, take.shot);
  const reported = plan && windowsReported(plan, quotaOf(law.contract, replyOf(take.probes[0])));
  return Math.max(0, ...(reported ?? []).map(({ limit, seconds }) => limit / seconds));
}

import { inconclusive, type CheckContext, type Judgement } from '../engine/check.ts';
import type { Case, Evidence } from '../engine/evidence.ts';
import { reportedQuota } from './quota.ts';
import { replyOf } from './response.ts';
import { fellTooLittle, planOf, quotaChanges, windowsReported } from './rate-fields.ts';

/** Requests of one case, in order. */
export interface CountedRequests {
  readonly case: Case;
  readonly probes: readonly Evidence[];
}

/** All requests after the first were charged to the same quota, although they differ in other ways. */
export function countedTogether(requests: CountedRequests, context: CheckContext): Judgement {
  const { probes } = requests;
  const whole = quotaChanges([probes[0]!, probes.at(-1)!], context.contract)[0];
  if (!whole) return inconclusive({ code: 'remaining-not-comparable' });
  const count = probes.length - 1;
  if (whole.fell >= count) return [];
  const single = quotaChanges(probes, context.contract);
  // A window ends at most once. A quota that begins anew with every request does so because of what the requests contain.
  const renewed = single.slice(0, -1).filter(({ fell }) => fell <= 0).length;
  if (whole.moved && renewed < 2) return inconclusive({ code: 'window-ended' });
  const freed = rateReported(requests, context) * whole.seconds;
  if (renewed < 2 && !fellTooLittle(whole.fell, count, freed)) return inconclusive({ code: 'quota-refilled' });
  return [
    {
      code: 'requests-not-counted',
      at: context.contract.rateLimit.remaining[0]!.expression,
      expected: { kind: 'change', exchange: whole.first, by: -count, exact: false },
      actual: whole.after,
      exchange: whole.second,
      details: { requests: count, before: whole.before, after: whole.after },
    },
  ];
}

/** How many units a second the reported window of the principal's plan gives back, if it refills steadily. */
export function rateReported({ case: testCase, probes }: CountedRequests, context: CheckContext): number {
  const plan = planOf(context, testCase);
  const reported = plan && windowsReported(plan, reportedQuota(context.contract, replyOf(probes[0])));
  return Math.max(0, ...(reported ?? []).map(({ limit, seconds }) => limit / seconds));
}

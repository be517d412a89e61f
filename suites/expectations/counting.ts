import type { Contract } from '../../spec/contract.ts';
import { inconclusive, type CheckContext, type Judgement } from '../engine/check.ts';
import type { Case, Evidence } from '../engine/evidence.ts';
import { reportedQuota } from './quota.ts';
import { replyOf } from './response.ts';
import { fellTooLittle, planOf, quotaChanges, unitsReported, windowsReported, type QuotaChange } from './rate-fields.ts';

/** Requests of one case, in order. */
export interface CountedRequests {
  readonly case: Case;
  readonly probes: readonly Evidence[];
}

/** All requests after the first were charged to the same quota, although they differ in other ways. */
export function countedTogether(counted: CountedRequests, context: CheckContext): Judgement {
  const { probes, case: testCase } = counted;
  const whole = quotaChanges([probes[0]!, probes.at(-1)!], context.contract)[0];
  if (!whole) return inconclusive({ code: 'remaining-not-comparable' });
  const requests = probes.length - 1;
  const units = unitsReported(planOf(context, testCase), reportedQuota(context.contract, replyOf(probes[0])), testCase.operation);
  const count = requests * units;
  if (whole.fell >= count) return [];
  const single = quotaChanges(probes, context.contract);
  // A quota that begins anew with every request, before its announced reset, does so because of what the requests contain.
  const renewed = single.slice(0, -1).filter(({ fell, isOver }) => fell <= 0 && !isOver).length;
  // The count of another quota rises and falls back: one that only rises and then falls as usual has ended.
  const hasRisen = single.some(({ fell }) => fell < 0) && single.every(({ fell }) => fell <= units);
  if ((endedBetween(whole) || hasRisen) && renewed < 2) return inconclusive({ code: 'window-ended' });
  const freed = rateReported(counted, context) * whole.seconds;
  if (renewed < 2 && !fellTooLittle(whole.fell, count, freed)) return inconclusive({ code: 'quota-refilled' });
  return [
    {
      code: 'requests-not-counted',
      at: context.contract.rateLimit.remaining[0]!.expression,
      expected: { kind: 'change', exchange: whole.first, by: -count, exact: false },
      actual: whole.after,
      exchange: whole.second,
      details: { requests, before: whole.before, after: whole.after },
    },
  ];
}

/** Whether a window ended between two responses: the reset moved, or more remains than before, which a reset in whole seconds may not show. */
const endedBetween = ({ moved, fell }: QuotaChange) => moved || fell < 0;

/** The most attempts to send requests within one window. */
const mostAttempts = 3;

/** Sends requests that are compared, and sends them again if a window ended in between. */
export async function withinWindow<T extends { readonly first: Evidence; readonly last: Evidence }>(
  contract: Contract,
  send: () => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    const sent = await send();
    const [whole] = sent.first.reply && sent.last.reply ? quotaChanges([sent.first, sent.last], contract) : [];
    if (attempt === mostAttempts || !whole || !endedBetween(whole)) return sent;
  }
}

/** How many units a second the reported window of the principal's plan gives back, if it refills steadily. */
export function rateReported({ case: testCase, probes }: CountedRequests, context: CheckContext): number {
  const plan = planOf(context, testCase);
  const reported = plan && windowsReported(plan, reportedQuota(context.contract, replyOf(probes[0])), testCase.operation);
  return Math.max(0, ...(reported ?? []).map(({ limit, seconds }) => limit / seconds));
}

import { createHash } from 'node:crypto';
import { requirementNamed } from '../../spec/catalogue/client/client.ts';
import type { JudgedCheck } from '../../suites/engine/judge.ts';
import { defined } from '../../spec/defined.ts';
import type { CheckResult, Result } from '../../suites/result/result.ts';
import { requirementOf, type BaselineEntry } from './file.ts';

/**
 * Identifies a failure of a check by the code of its mismatch, its place, and the status if that is wrong. Other observed values are not
 * included: they change between runs.
 */
export function fingerprintOf({ id, mismatch, reason, where }: JudgedCheck): string {
  const { code, at, actual } = mismatch ?? { code: reason, at: where, actual: undefined };
  return createHash('sha256')
    .update(JSON.stringify([id, code, at, at === '$statusCode' ? actual : undefined]))
    .digest('hex')
    .slice(0, 12);
}

type HeldCheck = JudgedCheck & { readonly excused?: true; readonly accepted?: CheckResult['accepted']; readonly fingerprint?: string };

/** What was found out about a requirement. */
interface ExcusableFinding {
  readonly requirement: string;
  readonly checks: readonly JudgedCheck[];
}

export interface Excused<Found extends ExcusableFinding> {
  readonly findings: readonly (Found & { readonly checks: readonly HeldCheck[] })[];
  readonly baseline: Result['baseline'];
  /** One sentence for each entry that needs attention. */
  readonly warnings: readonly string[];
}

/** The state of an entry. `rejected`: a critical failure without `--accept-critical`. */
type Fate = 'matched' | 'stale' | 'expired' | 'rejected' | 'open';

/**
 * Applies a baseline to findings. An entry excuses exactly the failure that it describes, until it expires. It is stale if the check passes,
 * fails in another way or is no longer made. Critical failures are excused only with `acceptCritical`. Entries of requirements that the run
 * did not report are ignored.
 *
 * @param today - `2026-11-24`
 */
export function excuse<Found extends ExcusableFinding>(
  findings: readonly Found[],
  entries: readonly BaselineEntry[],
  today: string,
  acceptCritical: boolean,
): Excused<Found> {
  const checks = new Map(findings.flatMap((finding) => finding.checks.map((check) => [check.id, check] as const)));
  const asked = new Set<string>(findings.filter((finding) => finding.checks.length > 0).map(({ requirement }) => requirement));
  const judged = entries
    .filter(({ check }) => checks.has(check) || asked.has(requirementOf(check)))
    .map((entry) => ({ entry, ...judge(entry, checks.get(entry.check), today, acceptCritical) }));
  const amount = (wanted: Fate) => judged.filter(({ fate }) => fate === wanted).length;
  const matched = new Map(judged.flatMap(({ fate, entry }) => (fate === 'matched' ? [[entry.check, entry] as const] : [])));
  const hold = (check: JudgedCheck): HeldCheck => {
    if (check.outcome !== 'fail') return check;
    const entry = matched.get(check.id);
    return { ...check, fingerprint: fingerprintOf(check), ...(entry && { excused: true, accepted: acceptance(entry) }) };
  };
  return {
    findings: findings.map((finding) => ({ ...finding, checks: finding.checks.map(hold) })),
    baseline: { matched: amount('matched'), stale: amount('stale'), expired: amount('expired') },
    warnings: judged.flatMap(({ entry, warning }) => (warning === undefined ? [] : [`baseline, ${entry.at}: ${entry.check} ${warning}`])),
  };
}

const acceptance = ({ why, owner, expires, issue }: BaselineEntry): CheckResult['accepted'] => defined({ why, owner, expires, issue });

function judge(
  entry: BaselineEntry,
  check: JudgedCheck | undefined,
  today: string,
  acceptCritical: boolean,
): { readonly fate: Fate; readonly warning?: string } {
  if (!check) return { fate: 'stale', warning: 'is no longer made: remove the entry, or configure the principal that it needs' };
  if (check.outcome === 'pass') return { fate: 'stale', warning: 'passes: remove the entry' };
  const isFailed = check.outcome === 'fail';
  if (isFailed && entry.fingerprint !== fingerprintOf(check))
    return {
      fate: 'stale',
      warning: `fails in another way than accepted (${check.reason ?? 'no reason given'}): examine it, and update the entry`,
    };
  if (entry.expires < today)
    return { fate: 'expired', warning: `was accepted until ${entry.expires}: fix the failure, or renew the entry` };
  if (!isFailed) return { fate: 'open' };
  const critical = requirementNamed(requirementOf(check.id))?.critical === true && !check.formOnly;
  if (critical && !acceptCritical) return { fate: 'rejected', warning: 'is critical: it is accepted only with --accept-critical' };
  return { fate: 'matched' };
}

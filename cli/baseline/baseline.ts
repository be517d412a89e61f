import { createHash } from 'node:crypto';
import { catalogue, isRequirementId } from '../../spec/catalogue/catalogue.ts';
import type { JudgedCheck } from '../../suites/engine/judge.ts';
import type { Result } from '../../suites/result/result.ts';
import type { Finding } from '../../suites/engine/session.ts';
import { requirementOf, type BaselineEntry } from './file.ts';

/** Distinguishes failures of a check: by the code of the mismatch, its place, and the status if that is wrong. Other observed values are not included. */
export function fingerprintOf({ id, mismatch, reason, where }: JudgedCheck): string {
  const { code, at, actual } = mismatch ?? { code: reason, at: where, actual: undefined };
  return createHash('sha256')
    .update(JSON.stringify([id, code, at, at === '$statusCode' ? actual : undefined]))
    .digest('hex')
    .slice(0, 12);
}

type MatchedCheck = JudgedCheck & { readonly excused?: true; readonly fingerprint?: string };

export interface Excused {
  readonly findings: readonly (Finding & { readonly checks: readonly MatchedCheck[] })[];
  readonly baseline: Result['baseline'];
  /** What to do about entries, one sentence each. */
  readonly warnings: readonly string[];
}

/** The status of an entry: `critical` is a critical failure without --accept-critical. */
type EntryStatus = 'matched' | 'stale' | 'expired' | 'critical' | 'open';

/**
 * Compares findings with a baseline. An entry excuses exactly the failure that it describes, until it expires. It is stale if the check passes,
 * fails in another way, or is not made any more. Critical failures are excused only with `acceptCritical`. Entries of requirements that the run
 * did not report are ignored.
 *
 * @param today - `2026-11-24`
 */
export function excuse(findings: readonly Finding[], entries: readonly BaselineEntry[], today: string, acceptCritical: boolean): Excused {
  const checks = new Map(findings.flatMap((finding) => finding.checks.map((check) => [check.id, check] as const)));
  const reported = new Set<string>(findings.filter((finding) => finding.checks.length > 0).map(({ requirement }) => requirement));
  const judged = entries
    .filter(({ check }) => checks.has(check) || reported.has(requirementOf(check)))
    .map((entry) => ({ entry, ...judge(entry, checks.get(entry.check), today, acceptCritical) }));
  const amount = (wanted: EntryStatus) => judged.filter(({ status }) => status === wanted).length;
  const matched = new Set(judged.filter(({ status }) => status === 'matched').map(({ entry }) => entry.check));
  const marked = (check: JudgedCheck): MatchedCheck =>
    check.outcome === 'fail' ? { ...check, fingerprint: fingerprintOf(check), ...(matched.has(check.id) && { excused: true }) } : check;
  return {
    findings: findings.map((finding) => ({ ...finding, checks: finding.checks.map(marked) })),
    baseline: { matched: amount('matched'), stale: amount('stale'), expired: amount('expired') },
    warnings: judged.flatMap(({ entry, message }) => (message === undefined ? [] : [`baseline, ${entry.at}: ${entry.check} ${message}`])),
  };
}

function judge(
  entry: BaselineEntry,
  check: JudgedCheck | undefined,
  today: string,
  acceptCritical: boolean,
): { readonly status: EntryStatus; readonly message?: string } {
  if (!check) return { status: 'stale', message: 'is not made any more: remove the entry, or configure its principal again' };
  if (check.outcome === 'pass') return { status: 'stale', message: 'passes: remove the entry' };
  const isFailed = check.outcome === 'fail';
  if (isFailed && entry.fingerprint !== fingerprintOf(check))
    return {
      status: 'stale',
      message: `fails in another way than accepted (${check.reason ?? 'no reason given'}): review it and renew the entry`,
    };
  if (entry.expires < today) return { status: 'expired', message: `was accepted until ${entry.expires}: fix it or renew the entry` };
  if (!isFailed) return { status: 'open' };
  const requirement = requirementOf(check.id);
  const critical = isRequirementId(requirement) && catalogue[requirement].critical;
  if (critical && !acceptCritical) return { status: 'critical', message: 'is critical: it is accepted only with --accept-critical' };
  return { status: 'matched' };
}

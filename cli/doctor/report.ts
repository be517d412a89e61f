import type { Contract } from '../../spec/contract.ts';
import type { PreflightResult } from '../../suites/result/result.ts';
import type { Settings } from '../../suites/engine/settings.ts';
import { exitCodes } from '../../suites/result/exit-code.ts';

/** The findings of `doctor`, in the form that `--json` prints. */
export interface DoctorReport {
  readonly exit: { readonly code: number; readonly reason: string };
  readonly target: string;
  readonly document: { readonly title: string; readonly version: string; readonly source: string };
  /** How many requests were sent. */
  readonly requests: number;
  readonly counts: { readonly [outcome in PreflightResult['outcome']]: number };
  readonly lines: readonly PreflightResult[];
}

export function doctorReport(
  { title, version, source }: Contract,
  { target }: Settings,
  lines: readonly PreflightResult[],
  requests: number,
): DoctorReport {
  const count = (wanted: PreflightResult['outcome']) => lines.filter(({ outcome }) => outcome === wanted).length;
  const counts = { pass: count('pass'), warning: count('warning'), fail: count('fail') };
  const noted = `${counts.warning} ${counts.warning === 1 ? 'warning' : 'warnings'}`;
  const exit =
    counts.fail > 0
      ? { code: exitCodes.unusable, reason: `a run would be unusable: ${counts.fail} of ${lines.length} checks failed` }
      : { code: exitCodes.good, reason: counts.warning > 0 ? `a run can start, with ${noted}` : 'a run can start' };
  return { exit, target, document: { title, version, source }, requests, counts, lines };
}

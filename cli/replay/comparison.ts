import { visibleLine } from '../../reporters/digest/visible.ts';
import type { CheckResult, Exchange } from '../../suites/result/result.ts';
import { exitCodes } from '../failure.ts';
import type { Again } from './again.ts';
import type { Previous } from './previous.ts';

/** What became of a check since an earlier run. */
export interface ReplayComparison {
  readonly code: number;
  /** In one line. */
  readonly verdict: string;
}

/** Holds a check against what it was. */
export function compareReplay({ check }: Pick<Previous, 'check'>, now: Again): ReplayComparison {
  const before = check.outcome;
  if (now.outcome === 'fail') {
    if (before !== 'fail') return { code: exitCodes.failed, verdict: `fails now, and was ${before}: ${now.reason ?? 'no reason given'}` };
    const same = kindOf(now) === kindOf(check);
    return { code: exitCodes.failed, verdict: same ? 'still fails' : `still fails, in another way: ${now.reason ?? 'no reason given'}` };
  }
  if (now.outcome === 'pass')
    return {
      code: exitCodes.good,
      verdict: before === 'fail' ? 'fixed' : `passes${before === 'pass' ? ', as before' : ` now, and was ${before}`}`,
    };
  if (now.outcome === 'error') return { code: exitCodes.harness, verdict: `the harness failed: ${now.reason ?? 'no reason given'}` };
  const needs = now.needs === undefined ? '' : `; it needs ${now.needs}`;
  return { code: exitCodes.incomplete, verdict: `could not replay: ${now.outcome}, ${now.reason ?? 'no reason given'}${needs}` };
}

/** What failures have in common that are the same: their code and their place. */
const kindOf = ({ mismatch, reason, where }: Pick<CheckResult, 'mismatch' | 'reason' | 'where'>) =>
  JSON.stringify(mismatch ? [mismatch.code, mismatch.at] : [reason, where]);

/** Before and after, in lines. */
export function comparisonLines(earlier: Previous, now: Again, { verdict }: ReplayComparison): readonly string[] {
  const { requirement, check, exchanges } = earlier;
  const curl = telling(now.exchanges)?.curl ?? telling(exchanges)?.curl;
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['expected', now.expected ?? check.expected ?? requirement.demand],
    ['where', now.where ?? check.where],
    ['before', seen(check, exchanges)],
    ['now', seen(now, now.exchanges)],
    ['curl', curl],
  ];
  return [
    check.id,
    `  ${requirement.demand}`,
    ...rows.flatMap(([name, text]) => (text === undefined ? [] : [`  ${name.padEnd(9)} ${visibleLine(text)}`])),
    visibleLine(`${verdict[0]!.toUpperCase()}${verdict.slice(1)}`),
  ];
}

type Seen = Pick<CheckResult, 'outcome' | 'reason' | 'observed'>;

/** What was observed, or how it was answered, and what that comes to. */
function seen({ outcome, reason, observed }: Seen, exchanges: readonly Exchange[]): string {
  const answer = telling(exchanges);
  const told = observed ?? (answer?.response ? String(answer.response.status) : (answer?.trouble ?? 'nothing was sent'));
  return `${told} (${outcome}${reason === undefined ? '' : `: ${reason}`})`;
}

/** The exchange that shows it best. */
function telling(exchanges: readonly Exchange[]): Exchange | undefined {
  return exchanges.find(({ role }) => role === 'probe') ?? exchanges.at(-1);
}

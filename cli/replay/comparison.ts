import { visibleLine } from '../../reporters/digest/visible.ts';
import type { CheckResult, Exchange } from '../../suites/result/result.ts';
import { exitCodes } from '../failure.ts';
import type { ReplayedCheck } from './replayed-check.ts';
import type { Previous } from './previous.ts';

/** The result of a replayed check, compared with the earlier run. */
export interface ReplayComparison {
  readonly code: number;
  /** In one line. */
  readonly verdict: string;
}

/** Compares a check with its earlier result. */
export function compareReplay({ check }: Pick<Previous, 'check'>, now: ReplayedCheck): ReplayComparison {
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

/** Before and after as lines of text. */
export function comparisonLines(earlier: Previous, now: ReplayedCheck, { verdict }: ReplayComparison): readonly string[] {
  const { requirement, check, exchanges } = earlier;
  const curl = mainExchange(now.exchanges)?.curl ?? mainExchange(exchanges)?.curl;
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

/** The observed value or the response status, with the outcome. */
function seen({ outcome, reason, observed }: Seen, exchanges: readonly Exchange[]): string {
  const exchange = mainExchange(exchanges);
  const value = observed ?? (exchange?.response ? String(exchange.response.status) : (exchange?.trouble ?? 'nothing was sent'));
  return `${value} (${outcome}${reason === undefined ? '' : `: ${reason}`})`;
}

/** The first probe, else the last exchange. */
function mainExchange(exchanges: readonly Exchange[]): Exchange | undefined {
  return exchanges.find(({ role }) => role === 'probe') ?? exchanges.at(-1);
}

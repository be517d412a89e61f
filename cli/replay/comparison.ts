import { visibleLine } from '../../reporters/digest/visible.ts';
import type { CheckResult, Exchange } from '../../suites/result/result.ts';
import { exitCodes } from '../../suites/result/exit-code.ts';
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

/** Before and after as lines of text. The mock of a replay has ended: its requests are those of the earlier run, whose mock can be started again. */
export function comparisonLines(earlier: Previous, now: ReplayedCheck, { verdict }: ReplayComparison, isMock = false): readonly string[] {
  const { requirement, check, exchanges, result } = earlier;
  const main = mainOf(check, exchanges);
  const again = mainOf(now, now.exchanges, main);
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['expected', now.expected ?? check.expected ?? requirement.demand],
    ['where', now.where ?? check.where],
    ['before', seen(check, main)],
    ['now', seen(now, again)],
    ['start', isMock ? result.mock?.start : undefined],
    ['', isMock ? result.mock?.secrets : undefined],
    ['curl', (isMock && result.mock ? main : (again ?? main))?.curl],
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
function seen({ outcome, reason, observed }: Seen, exchange: Exchange | undefined): string {
  const value = observed ?? (exchange?.response ? String(exchange.response.status) : (exchange?.trouble ?? 'nothing was sent'));
  return `${value} (${outcome}${reason === undefined ? '' : `: ${reason}`})`;
}

type Judged = Pick<CheckResult, 'mismatch'>;

/** The exchange that shows the mismatch. Where nothing is wrong, the same request as the earlier one; else the first probe. */
function mainOf({ mismatch }: Judged, exchanges: readonly Exchange[], earlier?: Exchange): Exchange | undefined {
  const judged = mismatch && exchanges.find(({ id }) => id === mismatch.exchange);
  const same = earlier && exchanges.findLast((exchange) => requestOf(exchange) === requestOf(earlier));
  return judged ?? same ?? exchanges.find(({ role }) => role === 'probe') ?? exchanges.at(-1);
}

/** Who sent what, without the address and the secrets of the run. */
const requestOf = ({ role, principal, operation, request: { method } }: Exchange) => JSON.stringify([role, principal, operation, method]);

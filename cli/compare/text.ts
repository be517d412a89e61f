import { visibleLine } from '../../reporters/digest/visible.ts';
import type { Change } from './change.ts';
import type { ResultComparison } from './comparison.ts';
import { contractLines, sectionsOf, standingText } from './sections.ts';

/** A comparison for a terminal: the worst changes first, the summary last. */
export function describeComparison(comparison: ResultComparison): string {
  const { old, new: latest, cautions, code, reason } = comparison;
  const contract = contractLines(comparison);
  const blocks = [
    [`before    ${sideLine(old)}`, `now       ${sideLine(latest)}`, ...cautions.map((caution) => `! ${caution}`)],
    ...(contract.length > 0 ? [[`CONTRACT CHANGED`, ...contract.map((line) => `  ${line}`)]] : []),
    ...sectionsOf(comparison).map(({ title, sign, changes }) => [
      `${title.toUpperCase()}  ${changes.length}`,
      ...changes.flatMap((change) => changeLines(change, sign)),
    ]),
    [`${reason.charAt(0).toUpperCase()}${reason.slice(1)} (exit ${code})`],
  ];
  return `${blocks.map((lines) => lines.map(visibleLine).join('\n')).join('\n\n')}\n`;
}

const sideLine = ({ file, target, startedAt, verdict }: ResultComparison['old']) => `${file}: ${verdict}, ${target}, ${startedAt}`;

function changeLines({ check, level, severity, demand, before, now }: Change, sign: string): readonly string[] {
  return [
    `${sign} ${check}  ${level}${severity === 'critical' ? ', critical' : ''}`,
    `    ${demand}`,
    `    before  ${standingText(before)}`,
    `    now     ${standingText(now)}`,
    ...(now?.outcome === 'fail' && now.expected !== undefined ? [`    expected ${now.expected}`] : []),
  ];
}

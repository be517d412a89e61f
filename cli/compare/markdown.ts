import { inlineCode, plainText } from '../../reporters/markdown/text.ts';
import type { Change } from './change.ts';
import type { ResultComparison } from './comparison.ts';
import { contractLines, sectionsOf, standingText } from './sections.ts';

/** A comparison in Markdown, for a step summary or a comment. */
export function renderComparisonMarkdown(comparison: ResultComparison): string {
  const { old, new: latest, cautions, code: exit, reason } = comparison;
  const contract = contractLines(comparison);
  const blocks = [
    `## ${exit === 0 ? '✅' : exit === 1 ? '❌' : '❔'} ${plainText(reason)}`,
    ['| | run | verdict | target | started |', '| --- | --- | --- | --- | --- |', sideRow('before', old), sideRow('now', latest)].join(
      '\n',
    ),
    ...cautions.map((caution) => `> ⚠ ${plainText(caution)}`),
    ...(contract.length > 0 ? ['### Contract changed', contract.map((line) => `- ${plainText(line)}`).join('\n')] : []),
    ...sectionsOf(comparison).flatMap(({ title, changes }) => [
      `### ${title}: ${changes.length}`,
      ['| check | level | before | now |', '| --- | --- | --- | --- |', ...changes.map(changeRow)].join('\n'),
    ]),
  ];
  return `${blocks.join('\n\n')}\n`;
}

const row = (...cells: readonly string[]) => `| ${cells.join(' | ')} |`;

const sideRow = (name: string, { file, verdict, target, startedAt }: ResultComparison['old']) =>
  row(name, cell(file), verdict, cell(target), startedAt);

const changeRow = ({ check, level, severity, before, now }: Change) =>
  row(cell(check), `${level}${severity === 'critical' ? ', critical' : ''}`, plainText(standingText(before)), plainText(standingText(now)));

/** Code within a table; a bar would end the cell. */
const cell = (text: string) => inlineCode(text).replaceAll('|', '\\|');

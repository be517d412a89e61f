import { code, plain } from '../../reporters/markdown/text.ts';
import type { Change } from './change.ts';
import type { Comparison } from './comparison.ts';
import { contractLines, sectionsOf, standingText } from './sections.ts';

/** A comparison in Markdown, for a step summary or a comment. */
export function renderMarkdown(comparison: Comparison): string {
  const { old, new: latest, cautions, code: exit, reason } = comparison;
  const contract = contractLines(comparison);
  const blocks = [
    `## ${exit === 0 ? '✅' : exit === 1 ? '❌' : '❔'} ${plain(reason)}`,
    ['| | run | verdict | target | began |', '| --- | --- | --- | --- | --- |', sideRow('before', old), sideRow('now', latest)].join('\n'),
    ...cautions.map((caution) => `> ⚠ ${plain(caution)}`),
    ...(contract.length > 0 ? ['### Contract changed', contract.map((line) => `- ${plain(line)}`).join('\n')] : []),
    ...sectionsOf(comparison).flatMap(({ title, changes }) => [
      `### ${title}: ${changes.length}`,
      ['| check | level | before | now |', '| --- | --- | --- | --- |', ...changes.map(changeRow)].join('\n'),
    ]),
  ];
  return `${blocks.join('\n\n')}\n`;
}

const row = (...cells: readonly string[]) => `| ${cells.join(' | ')} |`;

const sideRow = (name: string, { file, verdict, target, startedAt }: Comparison['old']) =>
  row(name, cell(file), verdict, cell(target), startedAt);

const changeRow = ({ check, level, severity, before, now }: Change) =>
  row(cell(check), `${level}${severity === 'critical' ? ', critical' : ''}`, plain(standingText(before)), plain(standingText(now)));

/** Code within a table, where a bar would end the cell. */
const cell = (text: string) => code(text).replaceAll('|', '\\|');

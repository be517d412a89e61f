import { isMet, type Line } from './line.ts';
import { median } from './statistics.ts';

const verdicts = { true: 'met', false: 'missed', undefined: '' } as const;

function figure(value: number): string {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toFixed(digits);
}

function cells(row: string, line: Line): readonly string[] {
  const { what, unit, values, target } = line;
  return [
    row,
    what,
    `${figure(median(values))} ${unit}`,
    values.length === 1 ? '' : `${figure(Math.min(...values))}–${figure(Math.max(...values))}`,
    target === undefined ? '' : `${target.kind} ${target.value}`,
    verdicts[`${isMet(line)}`],
  ];
}

const written = (columns: readonly string[]) => `| ${columns.join(' | ')} |`;

/** The head of the table, in Markdown. */
export const head = [written(['row', 'what', 'median', 'spread', 'target', '']), written(['---', '---', '--:', '--:', '--:', '---'])].join(
  '\n',
);

/** A row of the table: as many lines as it has measured things. */
export function printed(row: string, lines: readonly Line[]): string {
  return lines.map((line) => written(cells(row, line))).join('\n');
}

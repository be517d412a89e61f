import type { NoteTable } from '../../suites/result/result.ts';
import { paragraph } from '../digest/paragraph.ts';
import { visibleLine } from '../digest/visible.ts';

const gap = '  ';

/** A table as lines: in columns if they fit the width, else a paragraph for each row. */
export function tableLines({ header, rows }: NoteTable, width: number, indent: string): readonly string[] {
  const titles = header.map(visibleLine);
  const cells = rows.map((row) => row.map(visibleLine));
  const widths = titles.map((title, column) => Math.max(title.length, ...cells.map((row) => row[column]?.length ?? 0)));
  const lines = [titles, ...cells].map((row) => indent + row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(gap));
  if (lines.every((line) => line.length <= width)) return lines.map((line) => line.trimEnd());
  return cells.flatMap(([name, ...rest]) =>
    paragraph(`${name}: ${rest.map((cell, index) => `${titles[index + 1]} ${cell}`).join(', ')}`, width, indent),
  );
}

import { styleText } from 'node:util';
import { paragraph } from '../../reporters/digest/paragraph.ts';
import { visibleLine } from '../../reporters/digest/visible.ts';
import type { PreflightResult } from '../../suites/result/result.ts';
import type { DoctorReport } from './report.ts';

/** What lines for a terminal are written with. */
export interface DoctorPen {
  readonly colour: boolean;
  /** Columns of the terminal. */
  readonly width: number;
}

const sections: readonly (readonly [title: string, ids: RegExp])[] = [
  ['Target', /^(?:document|target|http-target|oauthTarget|origin)/],
  ['Test hooks', /^hooks/],
  ['Principals', /^principals/],
  ['OAuth clients', /^clients/],
  ['Plan', /^plan/],
];

const labels: { readonly [id: string]: string } = {
  target: 'answer',
  'target-tls': 'TLS',
  'oauthTarget-tls': 'OAuth TLS',
  'http-target': 'plain HTTP',
  origin: 'address',
};
const marks = { pass: ['✓', 'green'], warning: ['!', 'yellow'], fail: ['✗', 'red'] } as const;

/** The report for a terminal: a line for each thing that was looked at, and below those that are not well, what to change. */
export function doctorText({ target, document, requests, counts, lines }: DoctorReport, pen: DoctorPen): string {
  const column = Math.min(24, Math.max(...lines.map(({ id }) => labelOf(id).length)));
  const shown = sections.flatMap(([title, ids]) => {
    const rows = lines.filter(({ id }) => ids.test(id));
    return rows.length === 0 ? [] : ['', title, ...rows.flatMap((row) => rowLines(row, column, pen))];
  });
  const sums = `${counts.pass} well, ${counts.warning} to look at, ${counts.fail} failed; ${requests} requests were sent`;
  return `${[`${target} by ${document.title} ${document.version}`, ...shown, '', sums].join('\n')}\n`;
}

function rowLines(
  { id, outcome, message: says, configuration, fix }: PreflightResult,
  column: number,
  { colour, width }: DoctorPen,
): readonly string[] {
  const [mark, style] = marks[outcome];
  const label = labelOf(id);
  const name = id.split('/')[1] ?? '';
  const told = visibleLine(says.startsWith(`${name}: `) ? says.slice(name.length + 2) : says);
  const indent = ' '.repeat(column + 6);
  const [first = '', ...rest] = paragraph(told, width, indent);
  const advice = configuration === undefined ? [] : paragraph(`→ ${configuration}: ${visibleLine(fix ?? '')}`, width, indent);
  const head = `  ${colour ? styleText(style, mark, { validateStream: false }) : mark} ${label.padEnd(column)}  ${first.trimStart()}`;
  return [head, ...rest, ...(outcome === 'pass' ? [] : advice)];
}

/** `target-port` is the port of the target, `principals/reader/plan` the plan of reader. */
function labelOf(id: string): string {
  const [first = '', ...rest] = id.split('/');
  return (
    labels[id] ??
    (rest.length > 0
      ? rest.join(' ').replace(/^missing-\d+$/, 'missing')
      : first.replace(/^target-/, '').replace(/^oauthTarget-/, 'OAuth '))
  );
}

import { styleText } from 'node:util';
import { paragraph } from '../../reporters/digest/paragraph.ts';
import { visibleLine } from '../../reporters/digest/visible.ts';
import type { PreflightResult } from '../../suites/result/result.ts';
import type { DoctorReport } from './report.ts';

/** Terminal settings for the output. */
export interface DoctorPen {
  readonly colour: boolean;
  /** Columns of the terminal. */
  readonly width: number;
}

/** The sections with the ids of their lines. Messages in a section without labels start with the name of what they are about. */
const sections: readonly { readonly title: string; readonly ids: RegExp; readonly labelled: boolean }[] = [
  { title: 'Target', ids: /^(?:document|target|http-target|oauthTarget|origin)/, labelled: true },
  { title: 'Test hooks', ids: /^hooks/, labelled: false },
  { title: 'Principals', ids: /^principals/, labelled: false },
  { title: 'OAuth clients', ids: /^clients/, labelled: false },
  { title: 'Plan', ids: /^plan/, labelled: true },
];

const labels: { readonly [id: string]: string } = {
  target: 'response',
  'target-tls': 'TLS',
  'oauthTarget-tls': 'OAuth TLS',
  'http-target': 'plain HTTP',
  origin: 'address',
};
const marks = { pass: ['✓', 'green'], warning: ['!', 'yellow'], fail: ['✗', 'red'] } as const;

/** The report for a terminal: one line for each check, with a fix below each warning and failure. */
export function doctorText({ target, document, requests, counts, lines }: DoctorReport, pen: DoctorPen): string {
  const shown = sections.flatMap(({ title, ids, labelled }) => {
    const rows = lines.filter(({ id }) => ids.test(id));
    const column = labelled ? Math.min(24, Math.max(0, ...rows.map(({ id }) => labelOf(id).length))) : 0;
    return rows.length === 0 ? [] : ['', title, ...rows.flatMap((row) => rowLines(row, column, pen))];
  });
  const sums = `${counts.pass} ok, ${counts.warning} ${counts.warning === 1 ? 'warning' : 'warnings'}, ${counts.fail} failed; ${requests} requests sent`;
  return `${[`${target} with ${document.title} ${document.version}`, ...shown, '', sums].join('\n')}\n`;
}

function rowLines(
  { id, outcome, message, configuration, fix }: PreflightResult,
  column: number,
  { colour, width }: DoctorPen,
): readonly string[] {
  const [mark, style] = marks[outcome];
  const label = column === 0 ? '' : `${labelOf(id).padEnd(column)}  `;
  const indent = ' '.repeat(label.length + 4);
  const [first = '', ...rest] = paragraph(visibleLine(message), width, indent);
  const advice = configuration === undefined ? [] : paragraph(`→ ${configuration}: ${visibleLine(fix ?? '')}`, width, indent);
  const head = `  ${colour ? styleText(style, mark, { validateStream: false }) : mark} ${label}${first.trimStart()}`;
  return [head, ...rest, ...(outcome === 'pass' ? [] : advice)];
}

/** `target-port` becomes `port`, `principals/reader/plan` becomes `reader plan`. */
function labelOf(id: string): string {
  const [first = '', ...rest] = id.split('/');
  return (
    labels[id] ??
    (rest.length > 0
      ? rest.join(' ').replace(/^missing-\d+$/, 'missing')
      : first.replace(/^target-/, '').replace(/^oauthTarget-/, 'OAuth '))
  );
}

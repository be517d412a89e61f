import picocolors from 'picocolors';
import type { NoteTable, Power, PreflightResult, Result, Verdict } from '../../suites/result/result.ts';
import {
  amounts,
  exchangesById,
  failedRequirements,
  fraction,
  leftOut,
  partlyDecided,
  splitUnasked,
  undecidedRequirements,
  type Unasked,
} from '../digest/digest.ts';
import type { Format } from '../format.ts';
import { wants } from '../kinds.ts';
import { paragraph } from '../digest/paragraph.ts';
import { additionLine, powerShare } from '../digest/power.ts';
import { COLUMNS, scoreTables, type ScoreTable } from '../digest/score-table.ts';
import { requirementLines, type TerminalPen } from './requirement.ts';
import { tableLines } from './table.ts';
import { visibleLine } from '../digest/visible.ts';

const COLOUR: { readonly [verdict in Verdict]: 'green' | 'yellow' | 'red' | 'magenta' } = {
  conformant: 'green',
  'conformant-with-warnings': 'yellow',
  'non-conformant': 'red',
  incomplete: 'magenta',
  unusable: 'magenta',
};

/** How a result is told on a terminal. */
interface TerminalOptions {
  readonly colour: boolean;
  /** Columns; 100 unless told. */
  readonly width?: number | undefined;
  /** Paths of the reports that were written, to be named at the end. */
  readonly reports?: readonly string[] | undefined;
}

/** The result for a terminal, without colour. */
export const terminal: Format = { name: 'terminal', file: undefined, render: (result) => renderTerminal(result, { colour: false }) };

/** What a person needs in order to act: what failed, what was not decided, what was noticed, the scores, and last the verdict. */
export function renderTerminal(result: Result, { colour, width = 100, reports = [] }: TerminalOptions): string {
  const pen: TerminalPen = {
    colours: picocolors.createColors(colour),
    width,
    exchanges: exchangesById(result),
    tests: testsAmong(reports),
  };
  const sections = [
    preflightSection(result, pen),
    failedSection(result, pen),
    undecidedSection(result, pen),
    noticeSection(result, pen),
    ...scoreTables(result).map((table) => scoreSection(table, pen)),
    verdictSection(result, pen, reports),
  ];
  const shown = sections.filter((lines) => lines.length > 0).map((lines) => lines.join('\n'));
  return `${shown.join('\n\n')}\n`;
}

/** The report directory, where tests are among the reports. */
function testsAmong(reports: readonly string[]): string | undefined {
  const found = reports.map((path) => /^(.*[\\/])?reproduce[\\/]README\.md$/.exec(path)).find((match) => match !== null);
  return found && (found[1] ?? '');
}

function preflightSection({ preflight }: Result, pen: TerminalPen): readonly string[] {
  const bad = preflight.filter(({ outcome }) => outcome !== 'pass');
  if (bad.length === 0) return [];
  return [pen.colours.bold('PREFLIGHT'), ...bad.flatMap((line) => preflightLines(line, pen))];
}

function preflightLines(
  { outcome, message: says, configuration, fix }: PreflightResult,
  { colours, width }: TerminalPen,
): readonly string[] {
  return [
    ...marked(outcome === 'fail' ? colours.red('✗') : colours.yellow('!'), says, width),
    ...(configuration === undefined ? [] : [`  ${colours.dim('change')} ${visibleLine(configuration)}`]),
    ...(fix === undefined ? [] : paragraph(visibleLine(fix), width, '  ')),
  ];
}

function failedSection(result: Result, pen: TerminalPen): readonly string[] {
  const requirements = failedRequirements(result);
  if (requirements.length === 0) return [];
  const title = `${pen.colours.bold(pen.colours.red('FAILED'))}  ${amounts(requirements)}`;
  return [title, ...requirements.flatMap((requirement) => ['', requirementLines(requirement, pen)].flat())];
}

function undecidedSection(result: Result, pen: TerminalPen): readonly string[] {
  const requirements = undecidedRequirements(result);
  if (requirements.length === 0) return [];
  const { tried, unasked } = splitUnasked(requirements);
  const title = `${pen.colours.bold(pen.colours.magenta('NOT DECIDED'))}  ${amounts(requirements)}`;
  return [
    title,
    ...unasked.flatMap((group) => unaskedLines(group, pen)),
    ...tried.flatMap((requirement) => ['', requirementLines(requirement, pen)].flat()),
  ];
}

function unaskedLines({ reason, requirements }: Unasked, { colours, width }: TerminalPen): readonly string[] {
  return [
    '',
    `${colours.magenta('?')} ${visibleLine(reason)}: ${requirements.length} requirement${requirements.length === 1 ? '' : 's'}`,
    ...paragraph(some(requirements.map(({ id }) => id)), width, '  '),
  ];
}

function some(names: readonly string[]): string {
  return `${names.slice(0, 5).join(', ')}${names.length > 5 ? ` and ${names.length - 5} more` : ''}`;
}

function noticeSection(result: Result, { colours, width }: TerminalPen): readonly string[] {
  const partly = partlyDecided(result).map(
    (requirement) => `${requirement.id}: ${requirement.outcome}${fraction(requirement)}; for the rest: ${wants(requirement).join('; ')}`,
  );
  const notices: readonly Notice[] = [
    ...result.warnings.map((warning) => ({ mark: colours.yellow('!'), text: warning })),
    ...partly.map((text) => ({ mark: colours.cyan('~'), text })),
    ...result.notes.map(({ topic, message: says, table }) => ({ mark: colours.dim('·'), text: `${topic}: ${says}`, table })),
    ...leftOut(result).map(({ why, says }) => ({ mark: colours.dim('–'), text: `left out, ${why}: ${some(says)}` })),
  ];
  if (notices.length === 0) return [];
  return [
    colours.bold('NOTICED'),
    ...notices.flatMap(({ mark, text, table }) => [...marked(mark, text, width), ...(table ? tableLines(table, width, '  ') : [])]),
  ];
}

interface Notice {
  readonly mark: string;
  readonly text: string;
  readonly table?: NoteTable | undefined;
}

function marked(mark: string, text: string, width: number): readonly string[] {
  const [first, ...rest] = paragraph(visibleLine(text), width - 2);
  return [`${mark} ${first}`, ...rest.map((line) => `  ${line}`)];
}

function scoreSection({ name, says, rows, sum }: ScoreTable, { colours }: TerminalPen): readonly string[] {
  const widest = Math.max(12, ...rows.map(({ topic }) => topic.length));
  const titles = COLUMNS.map(({ title }) => title.padStart(title.length + 2)).join('');
  return [
    `${colours.bold(name.toUpperCase())}  ${colours.dim(says)}`,
    colours.dim(' '.repeat(widest) + titles),
    ...[...rows, sum].map((row) => {
      const cells = COLUMNS.map(({ title, member }) => {
        const cell = String(row[member]).padStart(title.length + 2);
        return member === 'fail' && row.fail > 0 ? colours.red(cell) : cell;
      });
      return row.topic.padEnd(widest) + cells.join('');
    }),
  ];
}

/** What the run was able to find. */
function powerLine(power: Power): string {
  const additions = additionLine(power, 2);
  return visibleLine(`power     would have noticed ${powerShare(power)}${additions === '' ? '' : `; most would add ${additions}`}`);
}

function verdictSection(result: Result, { colours }: TerminalPen, reports: readonly string[]): readonly string[] {
  const { verdict, exit, profile, target, document, harness, requests, seconds, power } = result;
  const sentence = `${verdict.toUpperCase()}: ${visibleLine(exit.reason)}`;
  return [
    `target    ${visibleLine(target)}`,
    `document  ${visibleLine(document.source)}, ${visibleLine(document.title)} ${visibleLine(document.version)}, sha256 ${document.sha256.slice(0, 12)}`,
    `run       profile ${profile}, ${requests} requests in ${seconds.toFixed(1)} s, auth-conformance ${harness.version}`,
    ...(power ? [powerLine(power)] : []),
    ...reports.map((report, index) => `${index === 0 ? 'reports' : ''.padEnd(7)}   ${report}`),
    colours.bold(colours[COLOUR[verdict]](sentence)) + colours.dim(` (exit ${exit.code})`),
  ];
}

import picocolors from 'picocolors';
import { withNoun } from '../digest/with-noun.ts';
import type { NoteTable, Power, PreflightResult, RequirementResult, Result, Verdict } from '../../suites/result/result.ts';
import {
  amounts,
  exchangesById,
  failedRequirements,
  fraction,
  leftOut,
  notTestedRequirements,
  partlyDecided,
  splitUnchecked,
  undecidedRequirements,
  type Unchecked,
} from '../digest/digest.ts';
import { byCause, causeLine, someIds } from '../digest/causes.ts';
import { briefSections } from './brief.ts';
import type { Format } from '../format.ts';
import { needsOf } from '../kinds.ts';
import { paragraph } from '../digest/paragraph.ts';
import { additionLine, powerShare } from '../digest/power.ts';
import { scoreTables, type ScoreTable } from '../digest/score-table.ts';
import { marked, requirementLines, type TerminalPen } from './requirement.ts';
import { tableLines } from './table.ts';
import { visibleLine } from '../digest/visible.ts';

const COLOUR: { readonly [verdict in Verdict]: 'green' | 'yellow' | 'red' | 'magenta' } = {
  conformant: 'green',
  'conformant-with-warnings': 'yellow',
  'non-conformant': 'red',
  incomplete: 'magenta',
  unusable: 'magenta',
};

/** How to print a result. */
interface TerminalOptions {
  readonly colour: boolean;
  /** Columns; 100 if absent. */
  readonly width?: number | undefined;
  /** Whether every failed and undecided requirement is shown with its evidence; else the result fits a screen. */
  readonly verbose?: boolean | undefined;
  /** Paths of the written reports, listed at the end. */
  readonly reports?: readonly string[] | undefined;
}

/** The complete result for a terminal, without colour. */
export const terminal: Format = {
  name: 'terminal',
  file: undefined,
  render: (result) => renderTerminal(result, { colour: false, verbose: true }),
};

/**
 * The result on a screen: the verdict, failed requirements, and the causes of undecided ones. If verbose, failed and undecided requirements with
 * their evidence, notes, the scores, and last the verdict.
 */
export function renderTerminal(result: Result, { colour, width = 100, reports = [], verbose = false }: TerminalOptions): string {
  const pen: TerminalPen = {
    colours: picocolors.createColors(colour),
    width,
    exchanges: exchangesById(result),
    tests: testsAmong(reports),
  };
  const preflight = preflightSection(result, pen);
  const verdict = verdictLine(result, pen);
  const facts = factLines(result, reports);
  const warnings = result.warnings.map((warning) => marked(pen.colours.yellow('!'), warning, width));
  const sections = verbose
    ? [
        preflight,
        failedSection(result, pen),
        undecidedSection(result, pen),
        noteSection(result, pen),
        ...scoreTables(result).map((table) => scoreSection(table, pen)),
        [...facts, verdict],
      ]
    : briefSections(result, { preflight, verdict, warnings, facts }, pen);
  const shown = sections.filter((lines) => lines.length > 0).map((lines) => lines.join('\n'));
  return `${shown.join('\n\n')}\n`;
}

/** The report directory, if reproductions are among the reports. */
function testsAmong(reports: readonly string[]): string | undefined {
  const found = reports.map((path) => /^(.*[\\/])?reproduce[\\/]README\.md$/.exec(path)).find((match) => match !== null);
  return found && (found[1] ?? '');
}

function preflightSection({ preflight }: Result, pen: TerminalPen): readonly string[] {
  const bad = preflight.filter(({ outcome }) => outcome !== 'pass');
  if (bad.length === 0) return [];
  return [pen.colours.bold('PREFLIGHT'), ...bad.flatMap((line) => preflightLines(line, pen))];
}

function preflightLines({ outcome, message, configuration, fix }: PreflightResult, { colours, width }: TerminalPen): readonly string[] {
  return [
    ...marked(outcome === 'fail' ? colours.red('✗') : colours.yellow('!'), message, width),
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
  const notTested = notTestedRequirements(result);
  if (requirements.length === 0) return notTestedLines(notTested, pen);
  const { checked, unchecked } = splitUnchecked(requirements);
  const title = `${pen.colours.bold(pen.colours.magenta('UNDECIDED'))}  ${amounts(requirements)}`;
  return [
    title,
    ...unchecked.flatMap((group) => uncheckedLines(group, pen)),
    ...checked.flatMap((requirement) => ['', requirementLines(requirement, pen)].flat()),
    ...(notTested.length > 0 ? ['', ...notTestedLines(notTested, pen)] : []),
  ];
}

/** The requirements for which no principal or client is configured, by what they need. */
function notTestedLines(requirements: readonly RequirementResult[], { colours, width }: TerminalPen): readonly string[] {
  if (requirements.length === 0) return [];
  return [
    `${colours.bold('NOT TESTED')}  ${amounts(requirements)}`,
    ...byCause(requirements).flatMap((group) => [
      ...marked(colours.dim('–'), `${causeLine(group)}: ${group.requirements.length}`, width),
      ...paragraph(someIds(group.requirements, group.requirements.length), width, '  '),
    ]),
  ];
}

function uncheckedLines({ reason, requirements }: Unchecked, { colours, width }: TerminalPen): readonly string[] {
  return [
    '',
    `${colours.magenta('?')} ${visibleLine(reason)}: ${withNoun(requirements.length, 'requirement')}`,
    ...paragraph(some(requirements.map(({ id }) => id)), width, '  '),
  ];
}

function some(names: readonly string[]): string {
  return `${names.slice(0, 5).join(', ')}${names.length > 5 ? ` and ${names.length - 5} more` : ''}`;
}

function noteSection(result: Result, { colours, width }: TerminalPen): readonly string[] {
  const partly = partlyDecided(result).map(
    (requirement) =>
      `${requirement.id}: ${requirement.outcome}${fraction(requirement)}; the other checks need ${needsOf(requirement).join('; ')}`,
  );
  const notes: readonly MarkedNote[] = [
    ...result.warnings.map((warning) => ({ mark: colours.yellow('!'), text: warning })),
    ...partly.map((text) => ({ mark: colours.cyan('~'), text })),
    ...result.notes.map(({ topic, message, table, yaml }) => ({ mark: colours.dim('·'), text: `${topic}: ${message}`, table, yaml })),
    ...leftOut(result).map(({ why, messages }) => ({ mark: colours.dim('–'), text: `not tested, ${why}: ${some(messages)}` })),
  ];
  if (notes.length === 0) return [];
  return [
    colours.bold('NOTES'),
    ...notes.flatMap(({ mark, text, table, yaml = '' }) => [
      ...marked(mark, text, width),
      ...(table ? tableLines(table, width, '  ') : []),
      ...yaml.split('\n').flatMap((line) => (line === '' ? [] : [`    ${line}`])),
    ]),
  ];
}

interface MarkedNote {
  readonly mark: string;
  readonly text: string;
  readonly table?: NoteTable | undefined;
  readonly yaml?: string | undefined;
}

function scoreSection({ name, description, columns, rows, sum }: ScoreTable, { colours }: TerminalPen): readonly string[] {
  const widest = Math.max(12, ...rows.map(({ topic }) => topic.length));
  const titles = columns.map(({ title }) => title.padStart(title.length + 2)).join('');
  return [
    `${colours.bold(name.toUpperCase())}  ${colours.dim(description)}`,
    colours.dim(' '.repeat(widest) + titles),
    ...[...rows, sum].map((row) => {
      const cells = columns.map(({ title, member }) => {
        const cell = String(row[member]).padStart(title.length + 2);
        return member === 'fail' && row.fail > 0 ? colours.red(cell) : cell;
      });
      return row.topic.padEnd(widest) + cells.join('');
    }),
  ];
}

/** Which share of the known faults the run could have detected. */
function powerLine(power: Power): string {
  const additions = additionLine(power, 2);
  return visibleLine(
    `power     this run could have detected ${powerShare(power)}${additions === '' ? '' : `; to detect more, add ${additions}`}`,
  );
}

function verdictLine({ verdict, exit }: Result, { colours }: TerminalPen): string {
  const sentence = `${verdict.toUpperCase()}: ${visibleLine(exit.reason)}`;
  return colours.bold(colours[COLOUR[verdict]](sentence)) + colours.dim(` (exit ${exit.code})`);
}

function factLines(result: Result, reports: readonly string[]): readonly string[] {
  const { profile, target, mock, document, harness, requests, seconds, power } = result;
  return [
    `target    ${visibleLine(target)}`,
    ...(mock ? [`again     ${visibleLine(mock.start)}`, `          ${visibleLine(mock.secrets)}`] : []),
    `document  ${visibleLine(document.source)}, ${visibleLine(document.title)} ${visibleLine(document.version)}, sha256 ${document.sha256.slice(0, 12)}`,
    `run       profile ${profile}, ${withNoun(requests, 'request')} in ${seconds.toFixed(1)} s, auth-conformance ${harness.version}`,
    ...(power ? [powerLine(power)] : []),
    ...reports.map((report, index) => `${index === 0 ? 'reports' : ''.padEnd(7)}   ${report}`),
  ];
}

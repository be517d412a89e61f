import { acceptanceText } from '../digest/acceptance.ts';
import type picocolors from 'picocolors';
import type { Exchange, RequirementResult } from '../../suites/result/result.ts';
import { alikeText, withNoun } from '../digest/with-noun.ts';
import { isExcused } from '../gathering/verdict.ts';
import { fraction, severityLabel, source, mainExchange } from '../digest/digest.ts';
import { decisiveKinds, type ReportKind } from '../kinds.ts';
import { isUndecided } from '../gathering/outcome.ts';
import { paragraph } from '../digest/paragraph.ts';
import { isReproducible, specFile } from '../reproduce/file-name.ts';
import { shorten, visibleLine, visibleText } from '../digest/visible.ts';

/** How many kinds of failure are shown for each requirement. */
const SHOWN = 3;
const LONGEST = 400;

type Colors = ReturnType<typeof picocolors.createColors>;

/** The context of the lines of a requirement. */
export interface TerminalPen {
  readonly colours: Colors;
  /** Columns of the terminal. */
  readonly width: number;
  readonly exchanges: ReadonlyMap<number, Exchange>;
  /** The report directory with a slash, if reproductions were written. */
  readonly tests?: string | undefined;
}

/** A failed or undecided requirement: its demand and source, then the expected and the actual value and the curl command for each kind of failure. */
export function requirementLines(requirement: RequirementResult, pen: TerminalPen): readonly string[] {
  const { colours, width } = pen;
  const kinds = decisiveKinds(requirement);
  const left = kinds.slice(SHOWN);
  const undecided = requirement.outcome === 'fail' ? requirement.checks.filter(isUndecided).length : 0;
  const { place, pointer } = source(requirement.basis);
  return [
    heading(requirement, colours),
    ...paragraph(requirement.demand, width, '  '),
    colours.dim(`  ${visibleLine([place, pointer].filter((part) => part !== undefined).join('  '))}`),
    ...(requirement.reason === undefined ? [] : labelled('why', requirement.reason, pen, '  ')),
    ...kinds.slice(0, SHOWN).flatMap((kind) => kindLines(kind, pen)),
    ...(left.length > 0 ? [`    and ${left.length} more (${withNoun(left.flatMap(({ checks }) => checks).length, 'check')})`] : []),
    ...(undecided > 0 ? [`    ${undecided} more of its checks ${undecided === 1 ? 'is' : 'are'} undecided`] : []),
  ];
}

/** A text behind a mark, wrapped. */
export function marked(mark: string, text: string, width: number): readonly string[] {
  const [first, ...rest] = paragraph(visibleLine(text), width - 2);
  return [`${mark} ${first}`, ...rest.map((line) => `  ${line}`)];
}

function heading(requirement: RequirementResult, colours: Colors): string {
  const { id, title, outcome } = requirement;
  const name = `${colours.bold(visibleLine(title))}  ${id}`;
  if (outcome === 'fail') {
    const mark = requirement.level === 'MUST' ? colours.red('✗') : colours.yellow('!');
    return `${mark} ${name}  ${severityLabel(requirement)}${fraction(requirement)}${acceptedLabel(requirement)}`;
  }
  return `${colours.magenta('?')} ${name}  ${requirement.level}, ${outcome}${fraction(requirement)}`;
}

/** Whether a failure is in the baseline, after its severity. */
export const acceptedLabel = (requirement: RequirementResult) => (isExcused(requirement) ? ', accepted by the baseline' : '');

function kindLines({ example, checks }: ReportKind, pen: TerminalPen): readonly string[] {
  const { colours, exchanges, tests } = pen;
  const accepted = acceptanceText(example);
  const curl = mainExchange(example, exchanges)?.curl;
  return [
    `    ${colours.cyan(visibleLine(example.id))}${alikeText(checks.length - 1)}`,
    ...(example.reason === undefined ? [] : labelled('why', example.reason, pen)),
    ...(example.expected === undefined ? [] : labelled('expected', example.expected, pen)),
    ...(example.observed === undefined ? [] : labelled('observed', example.observed, pen)),
    ...(example.where === undefined ? [] : labelled('where', example.where, pen)),
    ...(example.needs === undefined ? [] : labelled('needs', example.needs, pen)),
    ...(accepted === undefined ? [] : labelled('accepted', accepted, pen)),
    ...(curl === undefined ? [] : [`      ${colours.dim(visibleText(curl))}`]),
    ...(tests === undefined || example.outcome !== 'fail' || !isReproducible(example.id)
      ? []
      : [`      ${colours.dim('test')}     ${tests}${specFile(example.id)}`]),
  ];
}

function labelled(label: string, text: string, { colours, width }: TerminalPen, indent = '      '): readonly string[] {
  const column = label.padEnd(9);
  const [first, ...rest] = paragraph(shorten(visibleLine(text), LONGEST), width - indent.length - column.length);
  return [`${indent}${colours.dim(column)}${first}`, ...rest.map((line) => indent + ' '.repeat(column.length) + line)];
}

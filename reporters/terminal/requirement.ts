import type picocolors from 'picocolors';
import type { Exchange, RequirementResult } from '../../suites/result/result.ts';
import { fraction, severityLabel, source, tellingExchange } from '../digest/digest.ts';
import { tellingKinds, type ReportKind } from '../kinds.ts';
import { isUndecided } from '../gathering/outcome.ts';
import { paragraph } from '../digest/paragraph.ts';
import { specFile } from '../reproduce/file-name.ts';
import { shorten, visibleLine, visibleText } from '../digest/visible.ts';

/** How many kinds of failure are told of one requirement. */
const SHOWN = 3;
const LONGEST = 400;

type Colors = ReturnType<typeof picocolors.createColors>;

/** What the lines of a requirement are written with. */
export interface TerminalPen {
  readonly colours: Colors;
  /** Columns of the terminal. */
  readonly width: number;
  readonly exchanges: ReadonlyMap<number, Exchange>;
  /** The report directory, where failures were written as tests; ends in a slash. */
  readonly tests?: string | undefined;
}

/** A failed or undecided requirement in lines: what it demands, where that is written, what was expected and seen, how to repeat it. */
export function requirementLines(requirement: RequirementResult, pen: TerminalPen): readonly string[] {
  const { colours, width } = pen;
  const kinds = tellingKinds(requirement);
  const left = kinds.slice(SHOWN);
  const undecided = requirement.outcome === 'fail' ? requirement.checks.filter(isUndecided).length : 0;
  const { place, pointer } = source(requirement.basis);
  return [
    heading(requirement, colours),
    ...paragraph(requirement.demand, width, '  '),
    colours.dim(`  ${visibleLine([place, pointer].filter((part) => part !== undefined).join('  '))}`),
    ...(requirement.reason === undefined ? [] : labelled('why', requirement.reason, pen, '  ')),
    ...kinds.slice(0, SHOWN).flatMap((kind) => kindLines(kind, pen)),
    ...(left.length > 0 ? [`    and ${left.length} more (${counted(left.flatMap(({ checks }) => checks).length)})`] : []),
    ...(undecided > 0 ? [`    besides, ${undecided} of its checks could not be decided`] : []),
  ];
}

function heading(requirement: RequirementResult, colours: Colors): string {
  const { id, outcome } = requirement;
  if (outcome === 'fail') {
    const mark = requirement.level === 'MUST' ? colours.red('✗') : colours.yellow('!');
    return `${mark} ${colours.bold(id)}  ${severityLabel(requirement)}${fraction(requirement)}`;
  }
  return `${colours.magenta('?')} ${colours.bold(id)}  ${requirement.level}, ${outcome}${fraction(requirement)}`;
}

function kindLines({ example, checks }: ReportKind, pen: TerminalPen): readonly string[] {
  const { colours, exchanges, tests } = pen;
  const curl = tellingExchange(example, exchanges)?.curl;
  return [
    `    ${colours.cyan(visibleLine(example.id))}${checks.length > 1 ? ` and ${checks.length - 1} more alike` : ''}`,
    ...(example.reason === undefined ? [] : labelled('why', example.reason, pen)),
    ...(example.expected === undefined ? [] : labelled('expected', example.expected, pen)),
    ...(example.observed === undefined ? [] : labelled('observed', example.observed, pen)),
    ...(example.where === undefined ? [] : labelled('where', example.where, pen)),
    ...(example.needs === undefined ? [] : labelled('needs', example.needs, pen)),
    ...(curl === undefined ? [] : [`      ${colours.dim(visibleText(curl))}`]),
    ...(tests === undefined || example.outcome !== 'fail' ? [] : [`      ${colours.dim('test')}     ${tests}${specFile(example.id)}`]),
  ];
}

function labelled(label: string, text: string, { colours, width }: TerminalPen, indent = '      '): readonly string[] {
  const column = label.padEnd(9);
  const [first, ...rest] = paragraph(shorten(visibleLine(text), LONGEST), width - indent.length - column.length);
  return [`${indent}${colours.dim(column)}${first}`, ...rest.map((line) => indent + ' '.repeat(column.length) + line)];
}

const counted = (checks: number) => `${checks} ${checks === 1 ? 'check' : 'checks'}`;

/**
 * A result on one screen: the verdict, what failed, and what would decide the rest.
 *
 * @module
 */
import { acceptanceText } from '../digest/acceptance.ts';
import type { RequirementResult, Result } from '../../suites/result/result.ts';
import { byCause, causeLine, notTestedLine, someIds } from '../digest/causes.ts';
import { alikeText, withNoun } from '../digest/with-noun.ts';
import { amounts, failedRequirements, fraction, notTestedRequirements, severityLabel, undecidedRequirements } from '../digest/digest.ts';
import { paragraph } from '../digest/paragraph.ts';
import { scoreTables } from '../digest/score-table.ts';
import { visibleLine } from '../digest/visible.ts';
import { decisiveKinds } from '../kinds.ts';
import { acceptedLabel, marked, type TerminalPen } from './requirement.ts';

/** How many lines a screen has; more failures than fit are named by their ids. */
const SCREEN = 40;
/** How many causes of undecided requirements are shown. */
const CAUSES = 4;
/** How many warnings are shown. */
const WARNINGS = 4;

/** The parts of a brief report that the complete one has as well. */
export interface SharedSections {
  readonly preflight: readonly string[];
  readonly verdict: string;
  /** What the run left behind, and what weakens it: the lines of each. */
  readonly warnings: readonly (readonly string[])[];
  /** Target, document, run, power and reports. */
  readonly facts: readonly string[];
}

/** The result on one screen. */
export function briefSections(result: Result, shared: SharedSections, pen: TerminalPen): readonly (readonly string[])[] {
  const undecided = undecidedSection(result, pen);
  const rest = [
    shared.preflight.slice(0, SCREEN / 2),
    undecided,
    notTestedSection(result, pen),
    warningSection(shared.warnings),
    scores(result),
    shared.facts,
  ];
  const taken = rest.filter(({ length }) => length > 0).reduce((sum, { length }) => sum + length + 1, 2);
  const failed = failedSection(result, SCREEN - taken - 1, pen);
  const [preflight, ...others] = rest;
  return [[shared.verdict], preflight!, failed, ...others];
}

function failedSection(result: Result, room: number, pen: TerminalPen): readonly string[] {
  const requirements = failedRequirements(result);
  if (requirements.length === 0) return [];
  const { colours, width } = pen;
  const blocks = requirements.map((requirement) => failureLines(requirement, pen));
  const fits = Math.max(1, Math.floor((room - 3) / 3));
  const left = requirements.slice(fits);
  return [
    `${colours.bold(colours.red('FAILED'))}  ${amounts(requirements)}; with evidence: report.html, or --verbose`,
    ...blocks.slice(0, fits).flat(),
    ...(left.length > 0 ? paragraph(`and ${someIds(left, 5)}`, width, '  ').slice(0, 2) : []),
  ];
}

function failureLines(requirement: RequirementResult, { colours, width }: TerminalPen): readonly string[] {
  const { id, title, level } = requirement;
  const kinds = decisiveKinds(requirement);
  const [kind] = kinds;
  const mark = level === 'MUST' ? colours.red('✗') : colours.yellow('!');
  const { expected, observed, reason } = kind?.example ?? {};
  const difference = expected === undefined ? (reason ?? requirement.reason) : `expected ${expected}, observed ${observed}`;
  const accepted = kind && acceptanceText(kind.example);
  const others = kinds.slice(1).flatMap(({ checks }) => checks).length;
  const line = (text: string) => clipped(text, width - 2);
  return [
    `${mark} ${colours.bold(visibleLine(title))}  ${id}  ${severityLabel(requirement)}${fraction(requirement)}${acceptedLabel(requirement)}`,
    ...(kind === undefined ? [] : [`  ${colours.cyan(visibleLine(kind.example.id))}${alikeText(kind.checks.length - 1, others)}`]),
    ...(difference === undefined
      ? []
      : [`  ${line(reason === undefined || expected === undefined ? difference : `${reason}: ${difference}`)}`]),
    ...(accepted === undefined ? [] : [`  ${line(`accepted: ${accepted}`)}`]),
  ];
}

function undecidedSection(result: Result, { colours, width }: TerminalPen): readonly string[] {
  const requirements = undecidedRequirements(result);
  if (requirements.length === 0) return [];
  const groups = byCause(requirements);
  const left = groups.slice(CAUSES);
  const line = (text: string) => clipped(text, width - 2);
  return [
    `${colours.bold(colours.magenta('UNDECIDED'))}  ${amounts(requirements)}`,
    ...groups
      .slice(0, CAUSES)
      .flatMap((group) => [
        ...marked(colours.magenta('?'), `${causeLine(group)}: ${withNoun(group.requirements.length, 'requirement')}`, width),
        `  ${line(someIds(group.requirements, 3))}`,
      ]),
    ...(left.length > 0
      ? [`  and ${left.length} more causes (${withNoun(left.flatMap((group) => group.requirements).length, 'requirement')}): --verbose`]
      : []),
  ];
}

function warningSection(warnings: SharedSections['warnings']): readonly string[] {
  const left = warnings.length - WARNINGS;
  return [...warnings.slice(0, WARNINGS).flat(), ...(left > 0 ? [`  and ${withNoun(left, 'more warning')}: --verbose`] : [])];
}

function notTestedSection(result: Result, { colours, width }: TerminalPen): readonly string[] {
  const groups = byCause(notTestedRequirements(result));
  if (groups.length === 0) return [];
  return marked(colours.dim('–'), notTestedLine(groups, 3), width);
}

function scores(result: Result): readonly string[] {
  return scoreTables(result).map(
    ({ name, columns, sum }) => `${name.padEnd(10)}${columns.map(({ title, member }) => `${sum[member]} ${title}`).join(', ')}`,
  );
}

/** One line of at most `width` characters. */
function clipped(text: string, width: number): string {
  const line = visibleLine(text);
  return line.length <= width ? line : `${line.slice(0, width - 1)}…`;
}

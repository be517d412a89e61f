import { alikeText } from './with-noun.ts';
import type { Exchange, Outcome, PreflightResult, RequirementResult, Result } from '../../suites/result/result.ts';
import { isExcused } from '../gathering/verdict.ts';
import { decisiveKinds, type ReportKind } from '../kinds.ts';
import { exchangesById, fraction, mainExchange, severityLabel, source } from './digest.ts';
import { shorten } from './visible.ts';

/** How many characters of a value, and of all details of a case, are shown. */
const longest = { value: 2000, details: 8000 };

/** A requirement or a line of preflight as a test case, as formats for CI know them. */
export interface ReportCase {
  /** Its topic, or `preflight`. */
  readonly suite: string;
  readonly id: string;
  readonly name: string;
  /** A failure is what the exit code counts, an error what keeps the run from judging. */
  readonly status: 'passed' | 'failure' | 'error' | 'skipped';
  readonly outcome: Outcome | 'warning';
  /** What kind of failure or error: `MUST, critical`, `harness`, `preflight`. */
  readonly kind: string;
  /** How long its exchanges took. */
  readonly seconds: number;
  /** One line; absent if there is nothing to say. */
  readonly message?: string;
  /** Lines with source, expected and observed values, and curl commands. */
  readonly details: string;
  /** Absent for a line of preflight. */
  readonly requirement?: RequirementResult;
}

/**
 * Preflight and requirements as test cases, in the order of the result.
 *
 * Failures are those that the exit code counts: a failed MUST that the baseline does not accept, and a failed SHOULD with `failOn: should`.
 * Other failures pass, with a message. Blocked, inconclusive and not applicable requirements are skipped, and those that the baseline accepts.
 * Errors of auth-conformance and failed preflight checks are errors.
 */
export function casesOf(result: Result): readonly ReportCase[] {
  const exchanges = exchangesById(result);
  return [
    ...result.preflight.map(preflightCase),
    ...result.requirements.map((requirement) => requirementCase(requirement, result.failOn ?? 'must', exchanges)),
  ];
}

function preflightCase({ id, outcome, message, configuration, fix }: PreflightResult): ReportCase {
  const details = [message, configuration === undefined ? undefined : `change ${configuration}`, fix].filter((line) => line !== undefined);
  return {
    suite: 'preflight',
    id,
    name: id,
    status: outcome === 'fail' ? 'error' : 'passed',
    outcome,
    kind: 'preflight',
    seconds: 0,
    ...(outcome !== 'pass' && { message: shorten(outcome === 'warning' ? `warning: ${message}` : message, longest.value) }),
    details: shorten(details.join('\n'), longest.details),
  };
}

function requirementCase(requirement: RequirementResult, failOn: 'must' | 'should', exchanges: ReadonlyMap<number, Exchange>): ReportCase {
  const { topic, id, title, outcome, demand, checks } = requirement;
  const ids = [...new Set(checks.flatMap((check) => check.exchanges))];
  const status = statusOf(requirement, failOn);
  return {
    suite: topic,
    id,
    name: `${title} (${id})`,
    status,
    outcome,
    kind: status === 'error' ? 'harness' : severityLabel(requirement),
    seconds: ids.reduce((sum, number) => sum + (exchanges.get(number)?.milliseconds ?? 0), 0) / 1000,
    ...(!(outcome === 'pass' && fraction(requirement) === '') && { message: headline(requirement) }),
    details: shorten([demand, ...lines(requirement, exchanges)].join('\n'), longest.details),
    requirement,
  };
}

function statusOf(requirement: RequirementResult, failOn: 'must' | 'should'): ReportCase['status'] {
  const { outcome, level } = requirement;
  if (outcome === 'pass') return 'passed';
  if (outcome === 'error') return 'error';
  if (outcome !== 'fail' || isExcused(requirement)) return 'skipped';
  return level === 'MUST' || (level === 'SHOULD' && failOn === 'should') ? 'failure' : 'passed';
}

/** The outcome with its reason, in one line: `failed, MUST, critical (2 of 3 failed): served instead of rejected`. */
export function headline(requirement: RequirementResult): string {
  const { outcome, reason, checks } = requirement;
  const first = decisiveKinds(requirement)[0]?.example;
  const why = reason ?? first?.reason ?? first?.needs;
  const label = outcome === 'fail' ? `failed, ${severityLabel(requirement)}` : outcome;
  const excused = outcome === 'fail' && isExcused(requirement) ? ', accepted by the baseline' : '';
  const count = checks.length > 0 ? fraction(requirement) : '';
  return shorten(`${label}${excused}${count}${why === undefined ? '' : `: ${why}`}`, longest.value);
}

function lines(requirement: RequirementResult, exchanges: ReadonlyMap<number, Exchange>): readonly string[] {
  const { place, pointer } = source(requirement.basis);
  const kinds = decisiveKinds(requirement);
  return [
    `source: ${[place, pointer].filter((part) => part !== undefined).join(' ')}`,
    ...kinds.slice(0, 3).flatMap((kind) => kindLines(kind, exchanges)),
    ...(kinds.length > 3 ? [`and ${kinds.length - 3} more`] : []),
  ];
}

function kindLines({ example, checks }: ReportKind, exchanges: ReadonlyMap<number, Exchange>): readonly string[] {
  const { reason, expected, observed, where, needs } = example;
  return [
    '',
    `${example.id}${alikeText(checks.length - 1)}`,
    ...Object.entries({ reason, expected, observed, where, needs }).flatMap(([name, value]) =>
      value === undefined ? [] : [`${name}: ${shorten(value, longest.value)}`],
    ),
    ...[mainExchange(example, exchanges)?.curl].flatMap((curl) => curl ?? []),
  ];
}

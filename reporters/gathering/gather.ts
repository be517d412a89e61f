import type { CheckResult, Exchange, PendingNote, Outcome, RequirementResult, Result } from '../../suites/result/result.ts';
import { exchangesOf, renamed } from '../../suites/result/expectation.ts';
import { settle } from './attempts.ts';
import { grouped } from '../digest/grouped.ts';
import { neededBesides } from './needed.ts';
import { number, type Numbering } from './numbering.ts';
import { judge } from './outcome.ts';
import { summarise } from '../digest/summary.ts';
import { decideVerdict, type VerdictInput } from './verdict.ts';

/** A requirement as it was planned: all that is known of it before anything is sent. */
export type GatheredRequirement = Pick<RequirementResult, 'id' | 'topic' | 'level' | 'score' | 'severity' | 'title' | 'demand' | 'basis'>;

/** An exchange under the key by which checks and observations refer to it: any string, unique in the run. */
export interface RecordedExchange {
  readonly key: string;
  readonly exchange: Omit<Exchange, 'id'>;
}

/** A check that refers to its evidence by key. */
export type CheckFinding = Omit<CheckResult, 'exchanges'> & { readonly exchanges: readonly string[] };

/** What came of one requirement. Several findings of one requirement are taken as one. */
export interface RequirementFinding {
  /** The requirement's id. */
  readonly requirement: string;
  readonly checks: readonly CheckFinding[];
  /** Why it is not applicable, blocked or undecided as a whole. */
  readonly reason?: string | undefined;
  /** Given where there are no checks to judge it by, or where it overrules them. */
  readonly outcome?: Outcome | undefined;
}

/** Everything that a run leaves behind. */
export interface GatherInput extends Pick<
  Result,
  | 'selection'
  | 'profile'
  | 'target'
  | 'startedAt'
  | 'seconds'
  | 'requests'
  | 'document'
  | 'harness'
  | 'power'
  | 'warnings'
  | 'preflight'
  | 'excluded'
  | 'baseline'
> {
  /** In the order in which they are to be reported. */
  readonly planned: readonly GatheredRequirement[];
  readonly findings: readonly RequirementFinding[];
  readonly exchanges: readonly RecordedExchange[];
  readonly observations: readonly PendingNote[];
  readonly failOn: VerdictInput['failOn'];
  readonly allowIncomplete: boolean;
  readonly interrupted: boolean;
  readonly harnessError?: string | undefined;
}

/**
 * Joins what a run left behind into its one result.
 *
 * Total: every planned requirement is in the result once. One that nobody reported is an `error` and makes the run exit 70, unless the
 * run was interrupted or never began, where it is `blocked`. Evidence that was not recorded, and a finding that nobody planned, are
 * failures of the harness as well.
 */
export function gather(input: GatherInput): Result {
  const preflightFailed = input.preflight.some(({ outcome }) => outcome === 'fail');
  const findings = grouped(input.findings, ({ requirement }) => requirement);
  const numbering = number(input.exchanges, [...citations(input), ...neededBesides(input)]);
  const missing = input.planned.filter(({ id }) => !findings.has(id)).map(({ id }) => id);
  const silence = silenceOf(preflightFailed, input.interrupted);
  const requirements = input.planned.map((planned) => {
    const answers = findings.get(planned.id);
    return answers === undefined ? unasked(planned, silence) : answered(planned, answers, numbering, input.profile);
  });
  const decision = decideVerdict(requirements, {
    preflightFailed,
    failOn: input.failOn,
    allowIncomplete: input.allowIncomplete,
    interrupted: input.interrupted,
    harnessError: input.harnessError ?? disorder(input, numbering),
    missingFindings: preflightFailed || input.interrupted ? [] : missing,
    baseline: input.baseline,
  });
  return {
    schemaVersion: 1,
    ...decision,
    failOn: input.failOn,
    ...(input.allowIncomplete && { allowIncomplete: true }),
    ...(input.selection && { selection: input.selection }),
    profile: input.profile,
    target: input.target,
    startedAt: input.startedAt,
    seconds: input.seconds,
    requests: input.requests,
    document: input.document,
    harness: input.harness,
    summary: summarise(requirements),
    ...(input.power && !preflightFailed && { power: input.power }),
    warnings: [...input.warnings],
    notes: input.observations.map(({ exchanges, ...told }) => ({ ...told, exchanges: numbering.resolve(exchanges) })),
    preflight: [...input.preflight],
    requirements,
    excluded: [...input.excluded],
    baseline: input.baseline,
    exchanges: [...numbering.exchanges],
  };
}

/** What is to be said of a requirement that nobody reported. */
interface Silence {
  readonly outcome: Outcome;
  readonly reason: string;
}

function silenceOf(preflightFailed: boolean, interrupted: boolean): Silence {
  if (preflightFailed) return { outcome: 'blocked', reason: 'not asked: preflight failed' };
  if (interrupted) return { outcome: 'blocked', reason: 'not asked: the run was interrupted' };
  return { outcome: 'error', reason: 'planned, and never reported' };
}

function unasked(planned: GatheredRequirement, { outcome, reason }: Silence): RequirementResult {
  return { ...planned, outcome, reason, decided: 0, total: 0, checks: [] };
}

function answered(
  planned: GatheredRequirement,
  findings: readonly RequirementFinding[],
  numbering: Numbering,
  profile: Result['profile'],
): RequirementResult {
  const checks = settle(findings.flatMap((finding) => finding.checks)).map((check) => numbered(check, numbering));
  const judgement = judge(planned.level, checks, profile);
  const overruled = findings.find(({ outcome }) => outcome !== undefined)?.outcome;
  const silent = checks.length === 0 && overruled === undefined ? 'reported without any check' : undefined;
  const reason = findings.find((finding) => finding.reason !== undefined)?.reason ?? silent;
  return { ...planned, ...judgement, outcome: overruled ?? judgement.outcome, ...(reason !== undefined && { reason }), checks };
}

function numbered({ exchanges, mismatch, ...check }: CheckFinding, numbering: Numbering): CheckResult {
  return {
    ...check,
    ...(mismatch && { mismatch: renamed(mismatch, (key) => numbering.resolve([String(key)])[0] ?? key) }),
    exchanges: numbering.resolve(exchanges),
  };
}

/** The keys of all evidence that anything refers to. */
function citations({ findings, observations }: GatherInput): readonly string[] {
  return [
    ...findings.flatMap(({ checks }) =>
      checks.flatMap(({ exchanges, mismatch }) => [...exchanges, ...(mismatch ? exchangesOf(mismatch).map(String) : [])]),
    ),
    ...observations.flatMap(({ exchanges }) => exchanges),
  ];
}

/** What does not fit together in what was left behind, or undefined. */
function disorder({ planned, findings }: GatherInput, numbering: Numbering): string | undefined {
  const known = new Set(planned.map(({ id }) => id));
  const stray = findings.find(({ requirement }) => !known.has(requirement));
  if (stray !== undefined) return `a finding about "${stray.requirement}", which was not planned`;
  const [unrecorded] = numbering.unrecorded;
  return unrecorded === undefined ? undefined : `the exchange "${unrecorded}" is cited as evidence and was not recorded`;
}

import type { CheckResult, Outcome, RequirementResult, Result } from '../../suites/result/result.ts';
import { exchangesOf, withExchangesRenamed } from '../../suites/result/expectation.ts';
import { settle } from './attempts.ts';
import { grouped } from '../digest/grouped.ts';
import type { CheckFinding, GatherInput, GatheredRequirement, RequirementFinding } from './input.ts';
import { neededBesides } from './needed.ts';
import { number, type Numbering } from './numbering.ts';
import { judge } from './outcome.ts';
import { summarise } from '../digest/summary.ts';
import { decideVerdict } from './verdict.ts';

/**
 * Makes the result of a run.
 *
 * Every planned requirement is in the result once. Without findings it is an `error` and the run exits with 70, or `blocked` if the run was
 * interrupted or did not start. Evidence that was not recorded, and findings that were not planned, are errors of auth-conformance as well.
 */
export function gather(input: GatherInput): Result {
  const preflightFailed = input.preflight.some(({ outcome }) => outcome === 'fail');
  const findings = grouped(input.findings, ({ requirement }) => requirement);
  const numbering = number(input.exchanges, [...citations(input), ...neededBesides(input), ...quotaBursts(input)]);
  const missing = input.planned.filter(({ id }) => !findings.has(id)).map(({ id }) => id);
  const unreported = unreportedOf(preflightFailed, input.interrupted);
  const requirements = input.planned.map((planned) => {
    const own = findings.get(planned.id);
    return own === undefined ? withoutFindings(planned, unreported) : withFindings(planned, own, numbering, input.profile);
  });
  const decision = decideVerdict(requirements, {
    profile: input.profile,
    preflightFailed,
    failOn: input.failOn,
    allowIncomplete: input.allowIncomplete,
    allPublic: input.allPublic,
    interrupted: input.interrupted,
    harnessError: input.harnessError ?? inconsistency(input, numbering),
    missingFindings: preflightFailed || input.interrupted ? [] : missing,
    missingShards: input.missingShards,
    isShard: input.selection?.shard !== undefined,
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
    ...(input.mock && { mock: input.mock }),
    startedAt: input.startedAt,
    seconds: input.seconds,
    requests: input.requests,
    document: input.document,
    harness: input.harness,
    summary: summarise(requirements),
    ...(input.power && !preflightFailed && { power: input.power }),
    warnings: [...input.warnings],
    notes: input.observations.map(({ exchanges, ...note }) => ({ ...note, exchanges: numbering.resolve(exchanges) })),
    preflight: [...input.preflight],
    requirements,
    excluded: [...input.excluded],
    baseline: input.baseline,
    exchanges: [...numbering.exchanges],
  };
}

/** The result of requirements without findings. */
interface Unreported {
  readonly outcome: Outcome;
  readonly reason: string;
}

function unreportedOf(preflightFailed: boolean, interrupted: boolean): Unreported {
  if (preflightFailed) return { outcome: 'blocked', reason: 'not run: preflight failed' };
  if (interrupted) return { outcome: 'blocked', reason: 'not run: the run was interrupted' };
  return { outcome: 'error', reason: 'planned but not reported' };
}

function withoutFindings({ guidance: _none, ...planned }: GatheredRequirement, { outcome, reason }: Unreported): RequirementResult {
  return { ...planned, outcome, reason, decided: 0, total: 0, checks: [] };
}

function withFindings(
  { guidance, ...planned }: GatheredRequirement,
  findings: readonly RequirementFinding[],
  numbering: Numbering,
  profile: Result['profile'],
): RequirementResult {
  const checks = settle(findings.flatMap((finding) => finding.checks)).map((check) => numbered(check, numbering));
  const judgement = judge(checks, profile);
  const overruled = findings.find(({ outcome }) => outcome !== undefined)?.outcome;
  const unchecked = checks.length === 0 && overruled === undefined ? 'reported without checks' : undefined;
  const reason = findings.find((finding) => finding.reason !== undefined)?.reason ?? unchecked;
  const failed = checks.filter((check) => check.outcome === 'fail');
  const severity = failed.length > 0 && failed.every(({ formOnly }) => formOnly) ? 'normal' : planned.severity;
  const outcome = overruled ?? judgement.outcome;
  return {
    ...planned,
    severity,
    ...(outcome === 'fail' && guidance && { guidance }),
    ...judgement,
    outcome,
    ...(reason !== undefined && { reason }),
    checks,
  };
}

function numbered({ exchanges, mismatch, ...check }: CheckFinding, numbering: Numbering): CheckResult {
  return {
    ...check,
    ...(mismatch && { mismatch: withExchangesRenamed(mismatch, (key) => numbering.resolve([String(key)])[0] ?? key) }),
    exchanges: numbering.resolve(exchanges),
  };
}

/** What shows how a quota was used up, cited or not. */
const quotaBursts = ({ exchanges }: GatherInput): readonly string[] =>
  exchanges.filter(({ exchange }) => exchange.repeated !== undefined && exchange.quota !== undefined).map(({ key }) => key);

/** The keys of all cited evidence. */
function citations({ findings, observations }: GatherInput): readonly string[] {
  return [
    ...findings.flatMap(({ checks }) =>
      checks.flatMap(({ exchanges, mismatch }) => [...exchanges, ...(mismatch ? exchangesOf(mismatch).map(String) : [])]),
    ),
    ...observations.flatMap(({ exchanges }) => exchanges),
  ];
}

/** An inconsistency of the input, or undefined. */
function inconsistency({ planned, findings }: GatherInput, numbering: Numbering): string | undefined {
  const known = new Set(planned.map(({ id }) => id));
  const stray = findings.find(({ requirement }) => !known.has(requirement));
  if (stray !== undefined) return `a finding about "${stray.requirement}", which was not planned`;
  const [unrecorded] = numbering.unrecorded;
  return unrecorded === undefined ? undefined : `the exchange "${unrecorded}" is cited as evidence but was not recorded`;
}

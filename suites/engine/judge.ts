/**
 * From observations to the outcome of single checks. Evidence that cannot decide is set aside.
 *
 * @module
 */
import type { RequirementId } from '../../spec/catalogue/catalogue.ts';
import type { AnyCheck, UndecidedCause, CheckContext, Mismatch, Undecided } from './check.ts';
import { operationIn } from './check.ts';
import { caseKey, probesOf, type AnyObservation, type Case, type Evidence, type ScenarioRecord } from './evidence.ts';
import { describeUndecided, describeMismatch } from '../words/describe.ts';
import { isSuccess } from './scenario-context.ts';

/** One check, judged. Its exchanges are ids of evidence. */
export interface JudgedCheck {
  readonly id: string;
  readonly outcome: 'pass' | 'fail' | 'inconclusive' | 'blocked' | 'not-applicable' | 'error';
  readonly reason?: string;
  readonly where?: string;
  readonly expected?: string;
  readonly observed?: string;
  readonly needs?: string;
  /** Why the check is undecided, as data. */
  readonly cause?: UndecidedCause;
  /** The first thing that is wrong, as data. */
  readonly mismatch?: Mismatch;
  /** The window of a rate limit that its case spends. */
  readonly window?: { readonly limit: number; readonly seconds: number };
  readonly exchanges: readonly string[];
}

/** The id of a check: the requirement, and what distinguishes its case from the others. */
export function checkId(requirement: RequirementId, testCase: Case): string {
  const parts = [testCase.operation, testCase.principal, testCase.label].filter((part) => part !== undefined && part !== '');
  return [requirement, ...parts.map((part) => encodeURIComponent(part!))].join('/');
}

/** Judges one planned case. */
export function judgeCase(
  requirement: RequirementId,
  check: AnyCheck,
  testCase: Case,
  record: ScenarioRecord | undefined,
  context: CheckContext,
): JudgedCheck {
  const id = checkId(requirement, testCase);
  const settle = (undecided: Undecided, evidence: readonly Evidence[] = []): JudgedCheck => ({
    id,
    outcome: undecided.outcome,
    reason: describeUndecided(undecided.cause),
    cause: undecided.cause,
    ...(undecided.needs !== undefined && { needs: undecided.needs }),
    exchanges: namesOf(evidence),
  });
  const planned = plannedAway(testCase);
  if (planned) return settle(planned);
  const observation = record?.observations.find((candidate) => caseKey(candidate.case) === caseKey(testCase));
  if (!record || !observation)
    return {
      id,
      outcome: 'error',
      reason: record?.crash ?? `the scenario ${check.scenario.name} left no observation of it`,
      exchanges: [],
    };
  const evidence = [...observation.controls.slice(0, 1), ...probesOf(observation), ...observation.controls.slice(1)].filter(wasSent);
  const undecided = observation.undecided ?? unusable(check, observation, context);
  if (undecided) return settle(undecided, evidence);
  const judgement = check.judge(observation, context, record);
  if ('outcome' in judgement) return settle(judgement, evidence);
  const exchanges = namesOf(evidence);
  const [first, ...others] = judgement;
  if (first === undefined) return { id, outcome: 'pass', exchanges };
  const { window } = testCase;
  const spent = window && { window: { limit: window.limit, seconds: window.seconds } };
  return { id, outcome: 'fail', ...failure([first, ...others]), ...spent, exchanges };
}

/** Every exchange that a check rests on. */
const namesOf = (evidence: readonly Evidence[]) => evidence.flatMap(({ id, attempts = [] }) => [id, ...attempts]);

const wasSent = ({ trouble }: Evidence) => trouble?.kind !== 'not-sent';

function plannedAway(testCase: Case): Undecided | undefined {
  if (testCase.absent !== undefined) return { outcome: 'not-applicable', cause: { code: 'planned', why: testCase.absent } };
  if (testCase.outside !== undefined)
    return { outcome: 'not-applicable', cause: { code: 'outside-profile', why: testCase.outside.why }, needs: testCase.outside.needs };
  const { blocked } = testCase;
  return blocked && { outcome: 'blocked', cause: { code: 'planned', why: blocked.why }, needs: blocked.needs };
}

/** A 503 never decides, even if a check tolerates server errors: it does not depend on the request. @see RFC 9110 §15.6.4 */
const busy = 503;

/** Why the evidence of an observation cannot decide; undefined if it can. */
function unusable(check: AnyCheck, observation: AnyObservation, { contract }: CheckContext): Undecided | undefined {
  const tolerates = new Set(check.tolerates);
  const operation = operationIn(contract, observation.case);
  const probes = probesOf(observation);
  const answers = probes.flatMap(({ reply }) => (reply ? [reply.status] : []));
  const silent = [...observation.controls, ...probes].find(({ trouble }) => trouble?.kind === 'not-sent');
  if (silent) {
    const { message, needs = 'a larger budget, or a target that responds' } = silent.trouble!;
    return { outcome: 'blocked', cause: { code: 'not-sent', why: message }, needs };
  }
  const troubled = probes.find(({ trouble }) => trouble);
  if (troubled && !tolerates.has('trouble'))
    return { outcome: 'inconclusive', cause: { code: 'no-response', trouble: troubled.trouble!.message } };
  if (answers.includes(429) && !tolerates.has('429')) return { outcome: 'inconclusive', cause: { code: 'unexpected-429' } };
  const failed = answers.find((status) => (status === busy ? check.scenario.kind !== 'passive' : status >= 500 && !tolerates.has('5xx')));
  if (failed) return { outcome: 'inconclusive', cause: { code: 'server-error', status: failed } };
  const bad = observation.controls.find((control) => !isSuccess(control));
  if (bad && !tolerates.has('control')) {
    const status = bad.reply?.status;
    if (operation?.assumed && (status === 404 || status === 405)) return absentOperation(operation.id);
    return { outcome: 'inconclusive', cause: { code: 'control-failed', operation: bad.operation ?? '', result: resultOf(bad) } };
  }
  if (check.control === 'required' && observation.controls.length === 0) {
    return {
      outcome: 'blocked',
      cause: { code: 'no-control' },
      needs: 'a principal that may call it (principals)',
    };
  }
  return undefined;
}

/** An operation that the documentation only implies is not there. */
export const absentOperation = (operation: string): Undecided => ({
  outcome: 'not-applicable',
  cause: { code: 'assumed-operation-missing', operation },
});

const resultOf = ({ reply, trouble }: Evidence) => (reply ? `got ${reply.status}` : `got no response: ${trouble?.message}`);

/** The first mismatch, in words and as data, and how many more there are. */
function failure([first, ...others]: readonly [Mismatch, ...Mismatch[]]) {
  const { reason, ...sides } = describeMismatch(first);
  return { reason: others.length > 0 ? `${reason} (and ${others.length} more)` : reason, ...sides, mismatch: first };
}

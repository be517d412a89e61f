/**
 * From takes to verdicts on single checks: nothing is judged by evidence that cannot decide.
 *
 * @module
 */
import type { RequirementId } from '../../spec/catalogue/catalogue.ts';
import type { Check, Judgement, CheckContext, Mismatch, Undecided } from './check.ts';
import { operationIn } from './check.ts';
import { caseKey, type Evidence, type ScenarioRecord, type Case, type Observation } from './evidence.ts';
import { isSuccess } from './scenario-context.ts';

/** One check, judged. Its exchanges are named as the scene named them. */
export interface JudgedCheck {
  readonly id: string;
  readonly outcome: 'pass' | 'fail' | 'inconclusive' | 'blocked' | 'not-applicable' | 'error';
  readonly reason?: string;
  readonly where?: string;
  readonly expected?: string;
  readonly observed?: string;
  readonly needs?: string;
  readonly exchanges: readonly string[];
}

/** The id of a check: the requirement and what tells its observations apart. */
export function checkId(requirement: RequirementId, testCase: Case): string {
  const parts = [testCase.operation, testCase.principal, testCase.variant].filter((part) => part !== undefined && part !== '');
  return [requirement, ...parts.map((part) => encodeURIComponent(part!))].join('/');
}

/** Judges one planned shot. */
export function judgeCase(
  requirement: RequirementId,
  check: Check,
  testCase: Case,
  record: ScenarioRecord | undefined,
  context: CheckContext,
): JudgedCheck {
  const id = checkId(requirement, testCase);
  const settle = (undecided: Undecided, evidence: readonly Evidence[] = []): JudgedCheck => ({
    id,
    outcome: undecided.outcome,
    reason: undecided.why,
    ...(undecided.needs !== undefined && { needs: undecided.needs }),
    exchanges: namesOf(evidence),
  });
  const planned = plannedAway(testCase);
  if (planned) return settle(planned);
  const observation = record?.observations.find((candidate) => caseKey(candidate.case) === caseKey(testCase));
  if (!record || !observation)
    return { id, outcome: 'error', reason: record?.crash ?? `the scene ${check.scenario} left no take of it`, exchanges: [] };
  const evidence = [...observation.controls.slice(0, 1), ...observation.probes, ...observation.controls.slice(1)].filter(wasSent);
  const undecided = observation.undecided ?? unusable(check, observation, context);
  if (undecided) return settle(undecided, evidence);
  const judgement: Judgement = check.judge(observation, context, record);
  if ('outcome' in judgement) return settle(judgement, evidence);
  const exchanges = namesOf(evidence);
  return judgement.length === 0 ? { id, outcome: 'pass', exchanges } : { id, outcome: 'fail', ...told(judgement), exchanges };
}

/** Every exchange that a check rests on. */
const namesOf = (evidence: readonly Evidence[]) => evidence.flatMap(({ id, attempts = [] }) => [id, ...attempts]);

const wasSent = ({ trouble }: Evidence) => trouble?.kind !== 'not-sent';

function plannedAway(testCase: Case): Undecided | undefined {
  if (testCase.absent !== undefined) return { outcome: 'not-applicable', why: testCase.absent };
  if (testCase.outside !== undefined)
    return { outcome: 'not-applicable', why: `profile: ${testCase.outside.why}`, needs: testCase.outside.needs };
  return testCase.blocked && { outcome: 'blocked', ...testCase.blocked };
}

/** A server that says that it is busy says nothing of what it was asked, whatever a check tolerates. @see RFC 9110 §15.6.4 */
const busy = 503;

/** Why the evidence of a take cannot decide, if it cannot. */
function unusable(check: Check, observation: Observation, { contract }: CheckContext): Undecided | undefined {
  const tolerates = new Set(check.tolerates);
  const operation = operationIn(contract, observation.case);
  const answers = observation.probes.flatMap(({ reply }) => (reply ? [reply.status] : []));
  const silent = [...observation.controls, ...observation.probes].find(({ trouble }) => trouble?.kind === 'not-sent');
  if (silent) {
    const { says, needs = 'a larger budget, or a target that answers' } = silent.trouble!;
    return { outcome: 'blocked', why: `not sent: ${says}`, needs };
  }
  const troubled = observation.probes.find(({ trouble }) => trouble);
  if (troubled && !tolerates.has('trouble')) return { outcome: 'inconclusive', why: `no answer: ${troubled.trouble!.says}` };
  if (answers.includes(429) && !tolerates.has('429'))
    return { outcome: 'inconclusive', why: 'contaminated by a 429 that was not asked for' };
  const failed = answers.find((status) => (status === busy ? check.scenario !== 'everything' : status >= 500 && !tolerates.has('5xx')));
  if (failed) return { outcome: 'inconclusive', why: `contaminated by a server error (${failed})` };
  const bad = observation.controls.find((control) => !isSuccess(control));
  if (bad && !tolerates.has('control')) {
    const status = bad.reply?.status;
    if (operation?.assumed && (status === 404 || status === 405)) return absentOperation(operation.id);
    return { outcome: 'inconclusive', why: `control failed: ${bad.operation} with a good credential ${answered(bad)}` };
  }
  if (check.control === 'required' && observation.controls.length === 0) {
    return {
      outcome: 'blocked',
      why: 'no control: nobody was served by the same operation',
      needs: 'a principal that may call it (principals)',
    };
  }
  return undefined;
}

/** An operation that the documentation only implies is not there. */
export const absentOperation = (operation: string): Undecided => ({
  outcome: 'not-applicable',
  why: `${operation} is only implied by the documentation, and the target does not have it`,
});

const answered = ({ reply, trouble }: Evidence) => (reply ? `was answered with ${reply.status}` : `got no answer: ${trouble?.says}`);

function told(mismatches: readonly Mismatch[]): Pick<JudgedCheck, 'reason' | 'where' | 'expected' | 'observed'> {
  const [first] = mismatches;
  const more = mismatches.length > 1 ? ` (and ${mismatches.length - 1} more)` : '';
  return {
    reason: `${first!.reason}${more}`,
    ...(first!.where !== undefined && { where: first!.where }),
    expected: first!.expected,
    observed: first!.actual,
  };
}

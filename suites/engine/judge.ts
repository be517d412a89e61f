/**
 * From takes to verdicts on single checks: nothing is judged by evidence that cannot decide.
 *
 * @module
 */
import type { RequirementId } from '../../spec/catalogue/catalogue.ts';
import type { Check, Judgement, Law, Mismatch, Undecided } from './check.ts';
import { operationIn } from './check.ts';
import { shotKey, type Evidence, type SceneRecord, type Shot, type Take } from './evidence.ts';
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
export function checkId(requirement: RequirementId, shot: Shot): string {
  const parts = [shot.operation, shot.principal, shot.variant].filter((part) => part !== undefined && part !== '');
  return [requirement, ...parts.map((part) => encodeURIComponent(part!))].join('/');
}

/** Judges one planned shot. */
export function judgeShot(requirement: RequirementId, check: Check, shot: Shot, record: SceneRecord | undefined, law: Law): JudgedCheck {
  const id = checkId(requirement, shot);
  const settle = (undecided: Undecided, evidence: readonly Evidence[] = []): JudgedCheck => ({
    id,
    outcome: undecided.outcome,
    reason: undecided.why,
    ...(undecided.needs !== undefined && { needs: undecided.needs }),
    exchanges: namesOf(evidence),
  });
  const planned = plannedAway(shot);
  if (planned) return settle(planned);
  const take = record?.takes.find((candidate) => shotKey(candidate.shot) === shotKey(shot));
  if (!record || !take)
    return { id, outcome: 'error', reason: record?.crash ?? `the scene ${check.scene} left no take of it`, exchanges: [] };
  const evidence = [...take.controls.slice(0, 1), ...take.probes, ...take.controls.slice(1)].filter(wasSent);
  const undecided = take.undecided ?? unusable(check, take, law);
  if (undecided) return settle(undecided, evidence);
  const judgement: Judgement = check.expect(take, law, record);
  if ('outcome' in judgement) return settle(judgement, evidence);
  const exchanges = namesOf(evidence);
  return judgement.length === 0 ? { id, outcome: 'pass', exchanges } : { id, outcome: 'fail', ...told(judgement), exchanges };
}

/** Every exchange that a check rests on. */
const namesOf = (evidence: readonly Evidence[]) => evidence.flatMap(({ id, attempts = [] }) => [id, ...attempts]);

const wasSent = ({ trouble }: Evidence) => trouble?.kind !== 'not-sent';

function plannedAway(shot: Shot): Undecided | undefined {
  if (shot.absent !== undefined) return { outcome: 'not-applicable', why: shot.absent };
  if (shot.outside !== undefined) return { outcome: 'not-applicable', why: `profile: ${shot.outside}` };
  return shot.blocked && { outcome: 'blocked', ...shot.blocked };
}

/** A server that says that it is busy says nothing of what it was asked, whatever a check tolerates. @see RFC 9110 §15.6.4 */
const busy = 503;

/** Why the evidence of a take cannot decide, if it cannot. */
function unusable(check: Check, take: Take, { contract }: Law): Undecided | undefined {
  const tolerates = new Set(check.tolerates);
  const operation = operationIn(contract, take.shot);
  const answers = take.probes.flatMap(({ reply }) => (reply ? [reply.status] : []));
  const silent = [...take.controls, ...take.probes].find(({ trouble }) => trouble?.kind === 'not-sent');
  if (silent) {
    const { says, needs = 'a larger budget, or a target that answers' } = silent.trouble!;
    return { outcome: 'blocked', why: `not sent: ${says}`, needs };
  }
  const troubled = take.probes.find(({ trouble }) => trouble);
  if (troubled && !tolerates.has('trouble')) return { outcome: 'inconclusive', why: `no answer: ${troubled.trouble!.says}` };
  if (answers.includes(429) && !tolerates.has('429'))
    return { outcome: 'inconclusive', why: 'contaminated by a 429 that was not asked for' };
  const failed = answers.find((status) => (status === busy ? check.scene !== 'everything' : status >= 500 && !tolerates.has('5xx')));
  if (failed) return { outcome: 'inconclusive', why: `contaminated by a server error (${failed})` };
  const bad = take.controls.find((control) => !isSuccess(control));
  if (bad && !tolerates.has('control')) {
    const status = bad.reply?.status;
    if (operation?.assumed && (status === 404 || status === 405)) return absent(operation.id);
    return { outcome: 'inconclusive', why: `control failed: ${bad.operation} with a good credential ${answered(bad)}` };
  }
  if (check.control === 'required' && take.controls.length === 0) {
    return {
      outcome: 'blocked',
      why: 'no control: nobody was served by the same operation',
      needs: 'a principal that may call it (principals)',
    };
  }
  return undefined;
}

/** An operation that the documentation only implies is not there. */
export const absent = (operation: string): Undecided => ({
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

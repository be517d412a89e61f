/**
 * From observations to the outcome of single checks. Evidence that cannot decide is set aside.
 *
 * @module
 */
import type { Contract, Operation } from '../../spec/contract.ts';
import type { RequirementId } from '../../spec/catalogue/catalogue.ts';
import type { AnyCheck, UndecidedCause, CheckContext, Mismatch, Undecided } from './check.ts';
import { operationIn } from './check.ts';
import { judgedWithCutBodies } from './bodies/cut-bodies.ts';
import { caseKey, probesOf, type AnyObservation, type Case, type Evidence, type ScenarioRecord } from './evidence.ts';
import { describeNeed } from '../words/word.ts';
import { describeUndecided, describeMismatch } from '../words/describe.ts';
import { isOverLimit } from '../expectations/limiter.ts';
import { isGatewayError } from './persistent.ts';
import { objectOrigin } from '../principals/object-origin.ts';
import { missingPrincipalFor } from './scenario.ts';
import { isSuccess } from './scenario-context.ts';
import { isAdmission, isFormOnly } from '../words/words.ts';

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
  /** Whether the server rejected what it must reject, only in a wrong form: never critical. */
  readonly formOnly?: boolean;
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
    ...(undecided.needs !== undefined && { needs: describeNeed(undecided.needs) }),
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
  const lacking = lackingControl(check, observation, context, record);
  if (lacking && !probesOf(observation).some(isSuccess)) return settle(lacking, evidence);
  const judge: Parameters<typeof judgedWithCutBodies>[2] = (one, others) => check.judge(one, context, others);
  const judgement = judgedWithCutBodies(observation, record, judge, check.scenario.kind === 'passive');
  if ('outcome' in judgement) return settle(lacking ?? judgement, evidence);
  const exchanges = namesOf(evidence);
  // Who was let in was let in, with a control or without one.
  const mismatches = lacking ? judgement.filter(({ code }) => isAdmission(code)) : judgement;
  const [first, ...others] = mismatches.toSorted((one, other) => Number(isFormOnly(one.code)) - Number(isFormOnly(other.code)));
  if (first === undefined) return lacking ? settle(lacking, evidence) : { id, outcome: 'pass', exchanges };
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
  if (!blocked) return undefined;
  const code = blocked.permissions === undefined ? 'not-configured' : 'planned';
  return { outcome: 'blocked', cause: { code, why: blocked.why }, needs: blocked.needs };
}

/** Why the probes of an observation cannot decide; undefined if they can. */
function unusable(check: AnyCheck, observation: AnyObservation, context: CheckContext): Undecided | undefined {
  const { contract } = context;
  const tolerates = new Set(check.tolerates);
  const probes = probesOf(observation);
  const answers = probes.flatMap(({ reply }) => (reply ? [reply.status] : []));
  const unsent = probes.find(wasNotSent);
  if (unsent) return notSent(unsent);
  const isActive = check.scenario.kind !== 'passive';
  const troubled = probes.find(({ trouble, reply }) => trouble && (!tolerates.has('trouble') || (isActive && reply)));
  if (troubled && isRefusedHandshake(troubled, observation.case, contract))
    return tolerates.has('handshake') ? undefined : { outcome: 'not-applicable', cause: { code: 'refused-handshake' } };
  if (troubled) return troubleOf(troubled);
  if (!tolerates.has('429') && probes.some(({ reply }) => reply && isOverLimit(contract, reply)))
    return { outcome: 'inconclusive', cause: { code: 'unexpected-429' } };
  const failed = answers.find((status) =>
    isGatewayError(status) ? isActive && !tolerates.has('gateway') : status >= 500 && !tolerates.has('5xx'),
  );
  if (failed) return { outcome: 'inconclusive', cause: { code: 'server-error', status: failed } };
  return undefined;
}

/** Whether a server that needs a client certificate ended the connection before it read the request. @see RFC 8446 §4.4.2.4 */
function isRefusedHandshake({ trouble, reply }: Evidence, testCase: Case, contract: Contract): boolean {
  const operation = operationIn(contract, testCase);
  const certificates = new Set(contract.schemes.filter(({ kind }) => kind === 'certificate').map(({ name }) => name));
  return (
    reply === undefined &&
    (trouble?.kind === 'tls' || trouble?.kind === 'closed') &&
    operation?.public === false &&
    operation.security.every(({ requirements }) => requirements.some(({ scheme }) => certificates.has(scheme)))
  );
}

function troubleOf({ trouble, reply }: Evidence): Undecided {
  const { kind, message } = trouble!;
  if (kind === 'ended')
    return {
      outcome: 'inconclusive',
      cause: { code: 'credential-ended', trouble: message },
      needs: {
        what: `a credential that outlives the run, refreshSeconds beside its command, or secret: { client }: ${message}`,
        key: 'principals',
      },
    };
  return { outcome: 'inconclusive', cause: { code: reply ? 'unsteady-response' : 'no-response', trouble: message } };
}

/** Why the controls of an observation do not support a pass; undefined if they do. */
function lackingControl(
  check: AnyCheck,
  observation: AnyObservation,
  context: CheckContext,
  { exchanges }: ScenarioRecord,
): Undecided | undefined {
  const { contract, principals } = context;
  const { controls } = observation;
  const unsent = controls.find(wasNotSent);
  if (unsent) return notSent(unsent);
  const required = check.control === 'required';
  const bad = controls.find((control) => !isSuccess(control) && !(required && tellsApart(control, observation)));
  if (bad && !check.tolerates?.includes('control')) {
    if (bad.trouble?.kind === 'ended') return troubleOf(bad);
    const operation = operationIn(contract, observation.case);
    const status = bad.reply?.status;
    if (operation?.assumed && (status === 404 || status === 405)) return absentOperation(operation.id);
    const origin = status === 404 ? objectOrigin(bad, exchanges, context) : {};
    const isUnknown = 'maker' in origin ? false : 'reader' in origin || (operation && mayConcernInvented(operation, status));
    const isRejected = status === 401 || status === 403;
    const needs = isUnknown
      ? { what: 'an object of this account', key: 'parameters' }
      : isRejected && operation && { what: `a principal that ${operation.id} accepts`, key: 'principals' };
    return {
      outcome: 'inconclusive',
      cause: { code: 'control-failed', operation: bad.operation ?? '', result: resultOf(bad), ...origin },
      ...(needs && { needs }),
    };
  }
  if (!required || controls.length > 0) return undefined;
  const operation = operationIn(contract, observation.case);
  const missing = operation && principals.able(operation).length === 0 ? missingPrincipalFor(operation) : undefined;
  if (missing) return { outcome: 'blocked', cause: { code: 'not-configured', why: missing.why }, needs: missing.needs };
  return {
    outcome: 'blocked',
    cause: { code: 'no-control' },
    needs: { what: 'a principal that may call the operation', key: 'principals' },
  };
}

const wasNotSent = (evidence: Evidence) => !wasSent(evidence);

function notSent({ trouble }: Evidence): Undecided {
  const { message, needs = { what: 'a larger budget, or a target that responds', key: 'budget' } } = trouble!;
  return { outcome: 'blocked', cause: { code: 'not-sent', why: message }, needs };
}

/** Whether the status may be about an object whose name was made up. */
const mayConcernInvented = ({ parameters }: Operation, status = 0) =>
  [400, 403, 404, 410, 422].includes(status) && parameters.some(({ invented }) => invented);

/** Statuses that say nothing about whether a credential was accepted. */
const rejectsCaller: ReadonlySet<number> = new Set([401, 403, 407, 429]);

/** A valid credential that gets 404 where the probe gets 401 shows as well that credentials are looked at. */
function tellsApart({ reply }: Evidence, observation: AnyObservation): boolean {
  if (!reply || reply.status < 300 || reply.status >= 500 || rejectsCaller.has(reply.status)) return false;
  return probesOf(observation).every((probe) => probe.reply?.status !== reply.status);
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
  return {
    reason: others.length > 0 ? `${reason} (and ${others.length} more)` : reason,
    ...sides,
    mismatch: first,
    ...(isFormOnly(first.code) && { formOnly: true }),
  };
}

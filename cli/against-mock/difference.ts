import { defined } from '../../spec/defined.ts';
import type { CheckResult, Exchange, Outcome, Result } from '../../suites/result/result.ts';
import { pairsOf } from '../compare/pairs.ts';

/** The result of a check on one side. */
export interface ComparedResponse {
  readonly outcome: Outcome;
  /** The status of the response that decides the comparison; absent without a response. */
  readonly status?: number;
  readonly reason?: string;
  readonly where?: string;
  readonly observed?: string;
}

/** `more-lenient`: the mock accepts what the target rejects. `stricter`: the mock rejects what the target accepts. `different`: neither. */
export type StrictnessDirection = 'more-lenient' | 'stricter' | 'different';

/** A check with different results for mock and target. */
export interface MockDifference {
  readonly check: string;
  readonly requirement: string;
  readonly demand: string;
  /** `conflict`: one side passes and the other fails. `reading`: both pass, with different responses. */
  readonly kind: 'conflict' | 'reading';
  readonly direction: StrictnessDirection;
  /** `GET https://staging.example.com/v1/things as reader`. */
  readonly request?: string;
  /** The difference in one sentence. */
  readonly sentence: string;
  readonly expected?: string;
  readonly target: ComparedResponse;
  readonly mock: ComparedResponse;
}

/** The comparison of target and mock. */
export interface Differences {
  readonly target: string;
  /** How many checks both sides decided. */
  readonly compared: number;
  /** How many checks only one side decided. */
  readonly left: number;
  readonly differences: readonly MockDifference[];
}

const isDecided = (outcome: Outcome | undefined) => outcome === 'pass' || outcome === 'fail';

/** All checks that both sides decided with different results. */
export function differencesOf(target: Result, mock: Result): Differences {
  const pairs = pairsOf(mock, target).filter(({ before, now }) => before ?? now);
  const both = pairs.filter(({ before, now }) => isDecided(before?.outcome) && isDecided(now?.outcome));
  const [ofTarget, ofMock] = [checksOf(target), checksOf(mock)];
  return {
    target: target.target,
    compared: both.length,
    left: pairs.filter(({ before, now }) => isDecided(before?.outcome) !== isDecided(now?.outcome)).length,
    differences: both.flatMap(({ id, requirement }) => differenceOf(id, requirement, ofTarget.get(id), ofMock.get(id)) ?? []),
  };
}

/** A check and its probes. */
interface Made {
  readonly check: CheckResult;
  readonly probes: readonly Exchange[];
}

function checksOf({ requirements, exchanges }: Result): ReadonlyMap<string, Made> {
  const byNumber = new Map(exchanges.map((exchange) => [exchange.id, exchange]));
  const made = (check: CheckResult): Made => {
    const evidence = check.exchanges.flatMap((number) => byNumber.get(number) ?? []);
    return { check, probes: evidence.filter(({ role }) => role === 'probe') };
  };
  return new Map(requirements.flatMap(({ checks }) => checks.map((check) => [check.id, made(check)] as const)));
}

function differenceOf(
  id: string,
  { id: requirement, demand }: { readonly id: string; readonly demand: string },
  target: Made | undefined,
  mock: Made | undefined,
): MockDifference | undefined {
  if (!target || !mock) return undefined;
  const index = decidingProbe(target, mock);
  const [theirs, ours] = [responseOf(target, index), responseOf(mock, index)];
  const isConflict = theirs.outcome !== ours.outcome;
  if (!isConflict && (theirs.outcome === 'fail' || theirs.status === ours.status)) return undefined;
  const direction = directionOf(theirs, ours);
  const exchange = target.probes[index];
  const expected = target.check.expected ?? mock.check.expected;
  return {
    check: id,
    requirement,
    demand,
    kind: isConflict ? 'conflict' : 'reading',
    direction,
    ...(exchange && { request: requestText(exchange) }),
    sentence: `${sentenceOf(direction, theirs, ours)}${isConflict ? `; ${conforming(theirs)}` : ''}`,
    ...(expected !== undefined && { expected }),
    target: theirs,
    mock: ours,
  };
}

/** The index of the first probe with different statuses, else of the first probe. */
function decidingProbe({ probes }: Made, other: Made): number {
  const found = probes.findIndex(({ response }, index) => other.probes[index] && other.probes[index].response?.status !== response?.status);
  return Math.max(0, found);
}

function responseOf({ check: { outcome, reason, where, observed }, probes }: Made, index: number): ComparedResponse {
  return defined({ outcome, status: probes[index]?.response?.status, reason, where, observed });
}

/** A redirect counts as accepted. */
const isAccepted = ({ status }: ComparedResponse) => status !== undefined && status < 400;

function directionOf(target: ComparedResponse, mock: ComparedResponse): StrictnessDirection {
  if (isAccepted(target) === isAccepted(mock)) return 'different';
  return isAccepted(mock) ? 'more-lenient' : 'stricter';
}

function sentenceOf(direction: StrictnessDirection, target: ComparedResponse, mock: ComparedResponse): string {
  const [theirs, ours] = [target, mock].map(({ status }) => (status === undefined ? 'no response' : String(status)));
  if (direction === 'stricter') return `the mock rejects what the target accepts: mock ${ours}, target ${theirs}`;
  if (direction === 'more-lenient') return `the mock accepts what the target rejects: mock ${ours}, target ${theirs}`;
  if (theirs !== ours) return `both ${isAccepted(target) ? 'accept' : 'reject'} it: mock ${ours}, target ${theirs}`;
  const { where, reason = 'unexpected response', observed } = target.outcome === 'fail' ? target : mock;
  const side = target.outcome === 'fail' ? 'the target' : 'the mock';
  return `both return ${ours}, but for ${side}: ${reason}${where === undefined ? '' : ` at ${where}`}${observed === undefined ? '' : `, ${observed}`}`;
}

/** Which side follows the document. */
function conforming(target: ComparedResponse): string {
  return target.outcome === 'fail' ? 'only the mock follows the document' : 'only the target follows the document';
}

function requestText({ request: { method, url }, principal }: Exchange): string {
  return `${method} ${url}${principal === undefined ? '' : ` as ${principal}`}`;
}

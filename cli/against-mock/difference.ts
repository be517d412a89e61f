import { defined } from '../../spec/defined.ts';
import type { CheckResult, Exchange, Outcome, Result } from '../../suites/result/result.ts';
import { pairsOf } from '../compare/pairs.ts';

/** How one side answered a check. */
export interface ComparedResponse {
  readonly outcome: Outcome;
  /** The status of the telling answer; absent where there was none. */
  readonly status?: number;
  readonly reason?: string;
  readonly where?: string;
  readonly observed?: string;
}

/** `kinder`: the mock serves what the target refuses; `stricter`: it refuses what the target serves; `otherwise`: neither. */
export type StrictnessDirection = 'kinder' | 'stricter' | 'otherwise';

/** A check that mock and target answer differently. */
export interface MockDifference {
  readonly check: string;
  readonly requirement: string;
  readonly says: string;
  /** `conflict` where one side passes and the other fails; `reading` where both pass, with different answers. */
  readonly kind: 'conflict' | 'reading';
  readonly direction: StrictnessDirection;
  /** What was asked: `GET https://staging.example.com/v1/things as reader`. */
  readonly request?: string;
  /** What a developer has to know. */
  readonly sentence: string;
  readonly expected?: string;
  readonly target: ComparedResponse;
  readonly mock: ComparedResponse;
}

/** The two sides held against each other. */
export interface Differences {
  readonly target: string;
  /** How many checks both sides decided. */
  readonly compared: number;
  /** How many checks a side left undecided, or was not asked. */
  readonly left: number;
  readonly differences: readonly MockDifference[];
}

const isDecided = (outcome: Outcome | undefined) => outcome === 'pass' || outcome === 'fail';

/** Every check that both sides decided, and answered differently. */
export function differencesOf(target: Result, mock: Result): Differences {
  const pairs = pairsOf(mock, target).filter(({ before, now }) => before ?? now);
  const both = pairs.filter(({ before, now }) => isDecided(before?.outcome) && isDecided(now?.outcome));
  const [ofTarget, ofMock] = [answersOf(target), answersOf(mock)];
  return {
    target: target.target,
    compared: both.length,
    left: pairs.filter(({ before, now }) => isDecided(before?.outcome) !== isDecided(now?.outcome)).length,
    differences: both.flatMap(({ id, requirement }) => differenceOf(id, requirement, ofTarget.get(id), ofMock.get(id)) ?? []),
  };
}

/** A check, and what was sent for it. */
interface Made {
  readonly check: CheckResult;
  readonly probes: readonly Exchange[];
}

function answersOf({ requirements, exchanges }: Result): ReadonlyMap<string, Made> {
  const byNumber = new Map(exchanges.map((exchange) => [exchange.id, exchange]));
  const made = (check: CheckResult): Made => {
    const evidence = check.exchanges.flatMap((number) => byNumber.get(number) ?? []);
    return { check, probes: evidence.filter(({ role }) => role === 'probe') };
  };
  return new Map(requirements.flatMap(({ checks }) => checks.map((check) => [check.id, made(check)] as const)));
}

function differenceOf(
  id: string,
  { id: requirement, demand: says }: { readonly id: string; readonly demand: string },
  target: Made | undefined,
  mock: Made | undefined,
): MockDifference | undefined {
  if (!target || !mock) return undefined;
  const place = tellingPlace(target, mock);
  const [theirs, ours] = [answerOf(target, place), answerOf(mock, place)];
  const isConflict = theirs.outcome !== ours.outcome;
  if (!isConflict && (theirs.outcome === 'fail' || theirs.status === ours.status)) return undefined;
  const direction = directionOf(theirs, ours);
  const exchange = target.probes[place];
  const expected = target.check.expected ?? mock.check.expected;
  return {
    check: id,
    requirement,
    says,
    kind: isConflict ? 'conflict' : 'reading',
    direction,
    ...(exchange && { request: requestText(exchange) }),
    sentence: `${sentenceOf(direction, theirs, ours)}${isConflict ? `; ${blame(theirs)}` : ''}`,
    ...(expected !== undefined && { expected }),
    target: theirs,
    mock: ours,
  };
}

/** The first probe that the sides answer with another status, or else the first of all. */
function tellingPlace({ probes }: Made, other: Made): number {
  const found = probes.findIndex(({ response }, place) => other.probes[place] && other.probes[place].response?.status !== response?.status);
  return Math.max(0, found);
}

function answerOf({ check: { outcome, reason, where, observed }, probes }: Made, place: number): ComparedResponse {
  return defined({ outcome, status: probes[place]?.response?.status, reason, where, observed });
}

/** A redirect hands the caller on: it is no refusal. */
const isServed = ({ status }: ComparedResponse) => status !== undefined && status < 400;

function directionOf(target: ComparedResponse, mock: ComparedResponse): StrictnessDirection {
  if (isServed(target) === isServed(mock)) return 'otherwise';
  return isServed(mock) ? 'kinder' : 'stricter';
}

function sentenceOf(direction: StrictnessDirection, target: ComparedResponse, mock: ComparedResponse): string {
  const [theirs, ours] = [target, mock].map(({ status }) => (status === undefined ? 'no answer' : String(status)));
  if (direction === 'stricter') return `the mock refuses what the target serves: ${ours} from the mock, ${theirs} from the target`;
  if (direction === 'kinder') return `the mock serves what the target refuses: ${ours} from the mock, ${theirs} from the target`;
  if (theirs !== ours) return `both ${isServed(target) ? 'serve' : 'refuse'}, the mock with ${ours}, the target with ${theirs}`;
  const { where, reason = 'another answer', observed } = target.outcome === 'fail' ? target : mock;
  const side = target.outcome === 'fail' ? 'the target' : 'the mock';
  return `both answer ${ours}, but of ${side}: ${reason}${where === undefined ? '' : ` at ${where}`}${observed === undefined ? '' : `, ${observed}`}`;
}

/** Whose mistake it is. */
function blame(target: ComparedResponse): string {
  return target.outcome === 'fail'
    ? 'the mock does as the document says, the target does not'
    : 'the target does as the document says, the mock does not';
}

function requestText({ request: { method, url }, principal }: Exchange): string {
  return `${method} ${url}${principal === undefined ? '' : ` as ${principal}`}`;
}

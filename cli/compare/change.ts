import type { Outcome, RequirementResult } from '../../suites/result/result.ts';

/** The result of one check in a run. */
export interface ChangeStanding {
  readonly outcome: Outcome;
  /** The code of the mismatch, or of the cause why it is undecided. */
  readonly code?: string;
  readonly reason?: string;
  readonly where?: string;
  readonly expected?: string;
  readonly observed?: string;
  readonly fingerprint?: string;
  /** Whether the baseline accepts it. */
  readonly excused?: true;
}

/** A check in two runs; a side is absent if the run did not have the check. */
export interface Pair {
  /** The id of the check, or of the requirement if it has no checks. */
  readonly id: string;
  /** From the later run if it has the requirement, else from the earlier one. */
  readonly requirement: RequirementResult;
  readonly before?: ChangeStanding;
  readonly now?: ChangeStanding;
}

/** A check with a changed result, for output. */
export interface Change {
  readonly check: string;
  readonly requirement: string;
  readonly level: RequirementResult['level'];
  readonly severity: RequirementResult['severity'];
  readonly demand: string;
  readonly before?: ChangeStanding;
  readonly now?: ChangeStanding;
}

/** Kinds of changes, worst first. */
export type ChangeKind = 'broken' | 'undecided' | 'changed' | 'dropped' | 'decided' | 'fixed';

/** `undecided`: the check was made without a decision. `open`: the check was not made. */
type State = 'fail' | 'pass' | 'undecided' | 'open';

const states: { readonly [outcome in Outcome]: State } = {
  pass: 'pass',
  fail: 'fail',
  inconclusive: 'undecided',
  blocked: 'undecided',
  error: 'undecided',
  'not-applicable': 'open',
};

/** The kind of change for each pair of states. */
const kinds: { readonly [before in State]: { readonly [now in State]?: ChangeKind } } = {
  pass: { fail: 'broken', undecided: 'undecided', open: 'dropped' },
  fail: { pass: 'fixed', undecided: 'undecided', open: 'dropped' },
  undecided: { pass: 'decided', fail: 'broken', open: 'dropped' },
  open: { fail: 'broken', undecided: 'undecided' },
};

const stateOf = (standing: ChangeStanding | undefined): State => (standing === undefined ? 'open' : states[standing.outcome]);

/** The kind of change of a check; undefined if nothing changed. */
export function changeKind({ before, now }: Pick<Pair, 'before' | 'now'>): ChangeKind | undefined {
  const [was, is] = [stateOf(before), stateOf(now)];
  if (was !== is) return kinds[was][is];
  if (was === 'pass' || was === 'open') return undefined;
  const alike = before!.outcome === now!.outcome && before!.fingerprint === now!.fingerprint && codeOf(before!) === codeOf(now!);
  return alike ? undefined : 'changed';
}

/** The reason as data; a requirement without checks has it in words only. */
const codeOf = ({ code, reason }: ChangeStanding) => code ?? reason;

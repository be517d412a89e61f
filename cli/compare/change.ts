import type { Outcome, RequirementResult } from '../../suites/result/result.ts';

/** How one check stood in a run. */
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

/** A check in two runs; a side is absent where the run had no such check. */
export interface Pair {
  /** The check's id, or the requirement's where a run asked nothing of it. */
  readonly id: string;
  /** As the later run has it, or the earlier one where only that has it. */
  readonly requirement: RequirementResult;
  readonly before?: ChangeStanding;
  readonly now?: ChangeStanding;
}

/** A check that stands otherwise than before, as it is printed. */
export interface Change {
  readonly check: string;
  readonly requirement: string;
  readonly level: RequirementResult['level'];
  readonly severity: RequirementResult['severity'];
  readonly says: string;
  readonly before?: ChangeStanding;
  readonly now?: ChangeStanding;
}

/** What may become of a check, worst first. */
export type ChangeKind = 'broken' | 'undecided' | 'otherwise' | 'dropped' | 'decided' | 'fixed';

/** What becomes of how a check stood: `undecided` is what nobody could find out, `open` what was not asked for. */
type State = 'fail' | 'pass' | 'undecided' | 'open';

const states: { readonly [outcome in Outcome]: State } = {
  pass: 'pass',
  fail: 'fail',
  inconclusive: 'undecided',
  blocked: 'undecided',
  error: 'undecided',
  'not-applicable': 'open',
};

/** What became of a state: rows are before, columns now. */
const kinds: { readonly [before in State]: { readonly [now in State]?: ChangeKind } } = {
  pass: { fail: 'broken', undecided: 'undecided', open: 'dropped' },
  fail: { pass: 'fixed', undecided: 'undecided', open: 'dropped' },
  undecided: { pass: 'decided', fail: 'broken', open: 'dropped' },
  open: { fail: 'broken', undecided: 'undecided' },
};

const stateOf = (standing: ChangeStanding | undefined): State => (standing === undefined ? 'open' : states[standing.outcome]);

/** What became of a check, or undefined where it stands as before. */
export function changeKind({ before, now }: Pick<Pair, 'before' | 'now'>): ChangeKind | undefined {
  const [was, is] = [stateOf(before), stateOf(now)];
  if (was !== is) return kinds[was][is];
  if (was === 'pass' || was === 'open') return undefined;
  const alike = before!.outcome === now!.outcome && before!.fingerprint === now!.fingerprint && codeOf(before!) === codeOf(now!);
  return alike ? undefined : 'otherwise';
}

/** The reason as data; a requirement without checks has it in words only. */
const codeOf = ({ code, reason }: ChangeStanding) => code ?? reason;

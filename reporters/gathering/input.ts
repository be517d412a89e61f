import type { CheckResult, Exchange, PendingNote, Outcome, RequirementResult, Result } from '../../suites/result/result.ts';
import type { VerdictInput } from './verdict.ts';

/** A planned requirement. */
export type GatheredRequirement = Pick<
  RequirementResult,
  'id' | 'topic' | 'level' | 'score' | 'severity' | 'title' | 'demand' | 'basis' | 'guidance'
>;

/** An exchange with its key, which is unique in the run. */
export interface RecordedExchange {
  readonly key: string;
  readonly exchange: Omit<Exchange, 'id'>;
}

/** A check that refers to its evidence by key. */
export type CheckFinding = Omit<CheckResult, 'exchanges'> & { readonly exchanges: readonly string[] };

/** The checks of a requirement. Several findings of one requirement are joined. */
export interface RequirementFinding {
  /** The requirement's id. */
  readonly requirement: string;
  readonly checks: readonly CheckFinding[];
  /** Why it is not applicable, blocked or undecided as a whole. */
  readonly reason?: string | undefined;
  /** Overrides the outcome of the checks, or replaces it if there are none. */
  readonly outcome?: Outcome | undefined;
}

/** Everything that a result is made from. */
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
  | 'mock'
  | 'warnings'
  | 'preflight'
  | 'excluded'
  | 'baseline'
> {
  /** In the order of the report. */
  readonly planned: readonly GatheredRequirement[];
  readonly findings: readonly RequirementFinding[];
  readonly exchanges: readonly RecordedExchange[];
  readonly observations: readonly PendingNote[];
  readonly failOn: VerdictInput['failOn'];
  readonly allowIncomplete: boolean;
  readonly missingShards?: VerdictInput['missingShards'];
  /** Whether no operation of the document requires a credential; absent if it is not known. */
  readonly allPublic?: boolean;
  readonly interrupted: boolean;
  readonly harnessError?: string | undefined;
}

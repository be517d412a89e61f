import type { Contract, DocumentedResponse, Json, Operation } from '../../spec/contract.ts';
import type { Validator } from '../../spec/schema/validator.ts';
import type { Expectation } from '../result/expectation.ts';
import type { UndecidedCode, MismatchCode } from '../words/words.ts';
import type { Need } from '../words/word.ts';
import type { Details } from '../words/word.ts';
import type { Case, Evidence, Facts, Observation, Probes } from './evidence.ts';
import type { AnyScenario, PassiveScenario, Scenario } from './scenario.ts';
import type { Trouble } from '../http/target.ts';
import type { Principals } from '../principals/principals.ts';
import type { Settings } from './settings.ts';

/** One difference between a response and what was expected. `describeMismatch()` puts it into words. */
export interface Mismatch {
  readonly code: MismatchCode;
  /** A runtime expression of OpenAPI: `$response.header.Retry-After`. */
  readonly at?: string;
  readonly expected: Expectation;
  /** The actual value; absent if there was none. */
  readonly actual?: Json;
  /** The id of the evidence that shows it. */
  readonly exchange?: string;
  readonly details?: Details;
}

/** Why evidence does not decide, with values for the words. `describeUndecided()` puts it into words. */
export type UndecidedCause = { readonly code: UndecidedCode } & Details;

/** The evidence does not decide. */
export interface Undecided {
  readonly outcome: 'inconclusive' | 'blocked' | 'not-applicable';
  readonly cause: UndecidedCause;
  /** What would decide it. */
  readonly needs?: Need;
}

/** The context of a check. */
export interface CheckContext {
  readonly contract: Contract;
  readonly validate: Validator;
  readonly principals: Principals;
  readonly settings: Omit<Settings, 'principals' | 'clients' | 'hooks'>;
}

/** No mismatch is a pass. Checks and expectations never throw, print or send. */
export type Judgement = readonly Mismatch[] | Undecided;

/**
 * Responses that normally decide nothing, but are the subject of this check. `handshake`: the connection was refused for a client certificate that
 * every alternative of the operation requires.
 */
export type Tolerance = 'handshake' | 'trouble' | '429' | '5xx' | 'gateway' | 'control';

/** The other observations of its scenario. */
export interface TypedRecord<C extends Case = Case, P extends Probes = readonly Evidence[], F = Facts> {
  readonly observations: readonly Observation<C, P, F>[];
  /** Every exchange in order, preparation and clean-up included. */
  readonly exchanges: readonly Evidence[];
}

/** Judges the observations of a scenario for one requirement. */
export interface Check<C extends Case = Case, P extends Probes = readonly Evidence[], F = Facts> {
  readonly scenario: AnyScenario;
  /** True, or why the document does not ask for it, or why a target with these settings cannot show it. */
  readonly applies: (contract: Contract, settings?: Settings) => true | string;
  /** The cases of the scenario that it judges; all if absent. */
  of?(testCase: C, context: Pick<CheckContext, 'contract' | 'principals'>): boolean;
  /** A rejection does not pass unless a valid credential was served by the same operation. */
  readonly control?: 'required';
  readonly tolerates?: readonly Tolerance[];
  judge(observation: Observation<C, P, F>, context: CheckContext, record: TypedRecord<C, P, F>): Judgement;
}

/** A check of any scenario. */
export type AnyCheck = Check<Case, Probes, unknown>;

/** A check with the types of its scenario. */
export function check<C extends Case, P extends Probes, F>(
  scenario: Scenario<C, P, F> | PassiveScenario<C, P, F>,
  rest: Omit<Check<NoInfer<C>, NoInfer<P>, NoInfer<F>>, 'scenario'>,
): AnyCheck {
  return { ...rest, scenario };
}

const because = (outcome: Undecided['outcome'], cause: UndecidedCause, needs?: Need): Undecided => ({
  outcome,
  cause,
  ...(needs !== undefined && { needs }),
});

export const inconclusive = (cause: UndecidedCause, needs?: Need): Undecided => because('inconclusive', cause, needs);
export const blocked = (cause: UndecidedCause, needs: Need): Undecided => because('blocked', cause, needs);
export const notApplicable = (cause: UndecidedCause): Undecided => because('not-applicable', cause);

/** The operation of a case. */
export function operationIn(contract: Contract, testCase: Case): Operation | undefined {
  return contract.operations.find(({ id }) => id === testCase.operation);
}

/** Whether any operation is secured. */
export const anySecured = (contract: Contract): true | string =>
  contract.operations.some((operation) => !operation.public) || 'no operation of the document is secured';

/** Whether the document describes a response with content somewhere. */
export function describes(responses: readonly DocumentedResponse[], what: string): true | string {
  return (
    responses.some(({ documented, content }) => documented && content.length > 0) || `the document does not describe the body of ${what}`
  );
}

/** Why a case is not observed if the run holds its requests back. */
export const heldBack = ({ message, needs }: Trouble): Undecided => ({
  outcome: 'blocked',
  cause: { code: 'not-sent', why: message },
  ...(needs !== undefined && { needs }),
});

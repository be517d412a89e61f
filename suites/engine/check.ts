import type { Contract, DocumentedResponse, Operation } from '../../spec/contract.ts';
import type { Validator } from '../../spec/schema/validator.ts';
import type { ScenarioRecord, Case, Observation } from './evidence.ts';
import type { Principals } from '../principals/principals.ts';
import type { ScenarioName } from '../topics/scenarios.ts';
import type { Settings } from './settings.ts';

/** One way in which an answer is not what it should be. */
export interface Mismatch {
  /** In a few words: `redirected instead of refused`. */
  readonly reason: string;
  /** A runtime expression: `$response.header.Retry-After`. */
  readonly where?: string;
  readonly expected: string;
  readonly actual: string;
}

/** The evidence does not decide. */
export interface Undecided {
  readonly outcome: 'inconclusive' | 'blocked' | 'not-applicable';
  readonly why: string;
  readonly needs?: string;
}

/** What an expectation judges by. */
export interface CheckContext {
  readonly contract: Contract;
  readonly validate: Validator;
  readonly principals: Principals;
  readonly settings: Omit<Settings, 'principals' | 'clients' | 'hooks'>;
}

/** No mismatch is a pass. Expectations never throw, print or send. */
export type Judgement = readonly Mismatch[] | Undecided;

/** What would make most answers undecidable and is what this check is about. */
export type Tolerance = 'trouble' | '429' | '5xx' | 'control';

/** Judges the takes of a scene for one requirement. */
export interface Check {
  /** `everything`: the exchanges of all scenes, one take for each. */
  readonly scenario: ScenarioName | 'everything';
  /** True, or why the document does not promise it. */
  readonly applies: (contract: Contract) => true | string;
  /** Which shots of the scene concern it; all of them where absent. */
  readonly of?: (testCase: Case, context: Pick<CheckContext, 'contract' | 'principals'>) => boolean;
  /** A refusal does not pass without a good credential that was answered otherwise. */
  readonly control?: 'required';
  readonly tolerates?: readonly Tolerance[];
  readonly judge: (observation: Observation, law: CheckContext, record: ScenarioRecord) => Judgement;
}

export const inconclusive = (why: string, needs?: string): Undecided => ({
  outcome: 'inconclusive',
  why,
  ...(needs !== undefined && { needs }),
});
export const blocked = (why: string, needs: string): Undecided => ({ outcome: 'blocked', why, needs });
export const notApplicable = (why: string): Undecided => ({ outcome: 'not-applicable', why });

/** The operation of a take's shot. */
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

import type { Json } from '../../spec/contract.ts';
import type { ResultMismatch } from '../../suites/result/expectation.ts';
import type { MismatchCode, UndecidedCode } from '../../suites/words/words.ts';
import type { Details } from '../../suites/words/word.ts';
import type { ClientObservation, ClientRequest } from '../journal.ts';
import type { ClientScenario } from '../scenarios/scenario.ts';
import type { GivenSecrets } from '../stage/stage.ts';
import type { ClientSetting } from '../stage/setting.ts';

/** One difference between what a client did and what it must do. */
export interface ClientMismatch {
  readonly code: MismatchCode;
  /** The place in the request: `$request.header.Authorization`. */
  readonly at?: string;
  readonly expected: ResultMismatch['expected'];
  readonly actual?: Json;
  readonly details?: Details;
  /** The request that shows it. */
  readonly request?: ClientRequest;
}

/** Why the evidence does not decide. */
export interface ClientUndecided {
  readonly outcome: 'inconclusive' | 'blocked' | 'not-applicable';
  readonly cause: { readonly code: UndecidedCode } & Details;
}

/** No mismatch is a pass. */
export type ClientJudgement = readonly ClientMismatch[] | ClientUndecided;

/** What a check may compare with. */
export interface ClientCheckContext {
  readonly setting: ClientSetting;
  readonly secrets: GivenSecrets;
  /** The names of the secrets in a text, raw or encoded: `key`, `client secret`, `token`. */
  readonly found: (text: string) => readonly string[];
  /** The observation of the control of the scenario, if it was played. */
  readonly control?: ClientObservation;
}

/** Judges the observation of a scenario for one requirement. Checks never throw, print or send. */
export interface ClientCheck {
  /** The scenarios that it judges. */
  of(scenario: ClientScenario): boolean;
  /**
   * A client that still runs at the time limit passes if it sent nothing wrong: it waits for another redirect, or the check is about all requests. In a
   * scenario without a script nothing gives it a reason to wait.
   */
  readonly patient?: true;
  judge(observation: ClientObservation, context: ClientCheckContext): ClientJudgement;
}

/** Judges the named scenarios. */
export const inScenarios =
  (...names: readonly string[]) =>
  ({ name }: ClientScenario): boolean =>
    names.includes(name);

export const undecided = (code: UndecidedCode, details: Details = {}): ClientUndecided => ({
  outcome: 'inconclusive',
  cause: { ...details, code },
});

export const outOfScope = (code: UndecidedCode): ClientUndecided => ({ outcome: 'not-applicable', cause: { code } });

/** The expectation that a request does not come. */
export const noRequest = { kind: 'condition', condition: 'no-request' } as const;

/** A mismatch in one request, if there is one. */
export function wrong(
  code: MismatchCode,
  request: ClientRequest | undefined,
  expected: ResultMismatch['expected'],
  actual?: Json,
  rest: Pick<ClientMismatch, 'at' | 'details'> = {},
): ClientMismatch {
  return { code, expected, ...(actual !== undefined && { actual }), ...(request && { request }), ...rest };
}

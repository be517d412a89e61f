/**
 * Judging single observations.
 *
 * @module
 */
import { operationMatrix } from '../../../suites/topics/scopes/operation-matrix.ts';
import { bundledDocument, loadContract } from '../../../spec/load.ts';
import { createValidator } from '../../../spec/schema/validator.ts';
import type { Check, CheckContext, Mismatch } from '../../../suites/engine/check.ts';
import type { Evidence, ScenarioRecord, Case, Observation } from '../../../suites/engine/evidence.ts';
import { judgeCase } from '../../../suites/engine/judge.ts';
import { createPrincipals } from '../../../suites/principals/principals.ts';
import type { Trouble } from '../../../suites/http/target.ts';
import { settingsFor, stillMock } from '../../support/in-process.ts';

export const contract = await loadContract(bundledDocument);
export const settings = settingsFor(stillMock(contract));
export const context: CheckContext = {
  contract,
  validate: createValidator(contract),
  principals: createPrincipals(contract, settings),
  settings,
};
export const requirement = 'scopes/missing';
export const testCase: Case = { operation: 'testAuth', principal: 'reader', label: 'refused' };

/** An exchange that was answered with a status, or in which something went wrong. */
export function exchange(id: string, came: number | Trouble, changes: Partial<Evidence> = {}): Evidence {
  return {
    id,
    scenario: 'operation-matrix',
    role: 'probe',
    operation: 'testAuth',
    startedAt: 0,
    milliseconds: 1,
    connection: { scheme: 'https' },
    request: { method: 'GET', url: 'https://mock.example/v1/auth/test', headers: [] },
    ...(typeof came === 'number' ? { reply: { status: came, headers: [], body: '' } } : { trouble: came }),
    ...changes,
  };
}

export const good = exchange('control', 200, { role: 'control' });
export const refused = exchange('probe', 403);
export const mismatch: Mismatch = { code: 'served', expected: { kind: 'one-of', values: [403] }, actual: 200, exchange: 'probe' };
export const closed: Trouble = { kind: 'closed', message: 'the connection was closed' };
export const unsent: Trouble = { kind: 'not-sent', message: 'the budget is spent' };

export const check = (changes: Partial<Check> = {}): Check => ({
  scenario: operationMatrix,
  applies: () => true,
  judge: () => [],
  ...changes,
});
export const recordOf = (observations: readonly Observation[]): ScenarioRecord => ({
  scenario: 'operation-matrix',
  observations,
  exchanges: [],
  requests: 0,
  notes: [],
});

/** What comes of a take of the shot. */
export function judged(changes: Partial<Observation> = {}, by: Partial<Check> = {}, planned = testCase) {
  const observation: Observation = { case: planned, controls: [good], probes: [refused], ...changes };
  return judgeCase(requirement, check(by), planned, recordOf([observation]), context);
}

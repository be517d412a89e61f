import type { Operation } from '../../../spec/contract.ts';
import type { CallProbes, Case } from '../../engine/evidence.ts';
import { simplestOperation } from '../../http/request.ts';
import { permissionsFor } from '../../principals/test-resources.ts';
import { missingPrincipalFor, type Planned, type PlanningContext, type Scenario } from '../../engine/scenario.ts';
import { callWithControls } from './calls-with-controls.ts';

/** The kinds of invalid credentials. */
export const invalidWords = {
  missing: 'no credential',
  unknown: 'a credential that was never issued',
  revoked: 'a revoked credential',
  expired: 'an expired credential',
} as const;

/** Two of no principal; `revoked` and `expired` for each principal in that state. */
export interface MissingCase extends Case {
  readonly kind: keyof typeof invalidWords;
}

const withoutPrincipal = ['missing', 'unknown'] as const;

const caseOf = (kind: MissingCase['kind']) => ({ kind, label: kind, words: invalidWords[kind] });

export const missingCredentials: Scenario<MissingCase, CallProbes> = {
  name: 'missing-credentials',
  description:
    'Calls every secured operation without a credential and with an unknown, a revoked and an expired one, and then with a valid one.',
  cases: (planning) => [
    ...planning.contract.operations.filter((operation) => !operation.public).flatMap((operation) => casesOf(planning, operation)),
    ...casesWithoutPrincipal(planning),
  ],
  play: (context, cases) => callWithControls(context, cases),
};

/** A safe operation needs one control for all its cases, an unsafe one an object and a control for each. */
function casesOf({ contract, principals }: PlanningContext, operation: Operation): readonly Planned<MissingCase>[] {
  const blocked = principals.able(operation).length === 0 ? missingPrincipalFor(operation) : undefined;
  const permissions = permissionsFor(contract, operation);
  const invalid = principals.all.flatMap(({ name, state }) => (state === 'active' ? [] : [{ principal: name, ...caseOf(state) }]));
  const concerned = new Set(principals.all.filter((principal) => principals.concerns(principal, operation)).map(({ name }) => name));
  const callers = [...withoutPrincipal.map(caseOf), ...invalid.filter(({ principal }) => concerned.has(principal))];
  return callers.map((caller, index) => ({
    operation: operation.id,
    ...caller,
    cost: operation.safe ? (index === 0 ? 2 : 1) : 3,
    ...(permissions.length > 0 && { permissions }),
    ...(blocked && { blocked }),
  }));
}

/** The cases for which the configuration has no principal. */
function casesWithoutPrincipal({ contract, principals }: PlanningContext): readonly Planned<MissingCase>[] {
  const operation = simplestOperation(contract);
  if (!operation) return [];
  return (['revoked', 'expired'] as const)
    .filter((state) => !principals.all.some((principal) => principal.state === state))
    .map((state) => ({ operation: operation.id, ...caseOf(state), cost: 0, blocked: noPrincipalIn(state) }));
}

/** What is missing if no principal is in a state. */
export const noPrincipalIn = (state: 'revoked' | 'expired') => ({
  why: `no ${state} credential is configured`,
  needs: `a principal with state: ${state} (principals)`,
});

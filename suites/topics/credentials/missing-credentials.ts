import type { CallProbes, Evidence, Case } from '../../engine/evidence.ts';
import { isSuccess, type ScenarioContext } from '../../engine/scenario-context.ts';
import { unknownSecret, withSecret } from '../../principals/credentials.ts';
import type { Contract, Operation } from '../../../spec/contract.ts';
import { takesExpiring } from '../../../spec/schemes/expiry.ts';
import type { Caller } from '../../principals/principals.ts';
import { collectionOf, createTestResources, notMade, permissionsFor } from '../../principals/test-resources.ts';
import {
  principalNamed,
  operationOf,
  missingPrincipalFor,
  type Planned,
  type PlanningContext,
  type Scenario,
} from '../../engine/scenario.ts';

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
  play: callWithControls,
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
  const operation = principals.probe;
  if (!operation) return [];
  return inactiveStates(contract)
    .filter((state) => !principals.all.some((principal) => principal.state === state))
    .map((state) => ({ operation: operation.id, ...caseOf(state), cost: 0, blocked: noPrincipalIn(state) }));
}

/** The states that credentials of the document may have, besides active. */
export const inactiveStates = (contract: Contract): readonly ('revoked' | 'expired')[] =>
  takesExpiring(contract) ? ['revoked', 'expired'] : ['revoked'];

/** What is missing if no principal is in a state. */
export const noPrincipalIn = (state: 'revoked' | 'expired') => ({
  why: `no ${state} credential is configured`,
  needs: { what: `a principal with state: ${state}`, key: 'principals' },
});

/**
 * Sends the request of each case, and then the control on the same object: the object was there, and the operation works.
 */
async function callWithControls(context: ScenarioContext<MissingCase, CallProbes>, cases: readonly MissingCase[]): Promise<void> {
  const resources = createTestResources(context);
  const controls = new Map<string, Evidence>();
  for (const testCase of cases) {
    const operation = operationOf(context.contract, testCase.operation);
    const principal = principalNamed(context.principals, context.principals.able(operation)[0]?.name);
    const caller = context.principals.caller(principal, operation);
    const collection = collectionOf(context.contract, operation);
    const resource = collection && (await (operation.safe ? resources.shared : resources.fresh)(collection, principal.account));
    if (collection && !resource) {
      context.undecided(testCase, notMade(context, collection));
      continue;
    }
    const bindings = resource?.bindings ?? {};
    const invalid = invalidCaller(context, testCase, caller, operation);
    const call = await context.send(operation, { bindings, ...(invalid && { caller: invalid }) });
    resources.notice(operation, principal.account, call, resource);
    const earlier = controls.get(operation.id);
    // If the call was served it may have removed the object: the control needs a new one.
    const current = collection && !operation.safe && isSuccess(call) ? await resources.fresh(collection, principal.account) : resource;
    const valid = { role: 'control', caller, bindings: current?.bindings ?? {} } as const;
    const sent = (operation.safe && earlier) || (await resources.call(operation, valid, current));
    // What can be created only once was created by the previous control.
    const control = sent.reply?.status === 409 && earlier && isSuccess(earlier) ? earlier : sent;
    controls.set(operation.id, control);
    context.observe(testCase, { controls: [control], probes: { call } });
  }
}

/** Who sends the request of a case; undefined if it has no credential. */
function invalidCaller(
  { principals }: Pick<ScenarioContext, 'principals'>,
  { principal, kind }: MissingCase,
  valid: Caller,
  operation: Operation,
): Caller | undefined {
  if (principal !== undefined) return principals.caller(principalNamed(principals, principal), operation);
  return kind === 'unknown' ? withSecret(valid, 'unknown', (secret, scheme) => unknownSecret(scheme, secret)) : undefined;
}

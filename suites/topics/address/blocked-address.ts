import type { Operation } from '../../../spec/contract.ts';
import type { Undecided } from '../../engine/check.ts';
import type { Evidence, Case, NamedProbes } from '../../engine/evidence.ts';
import { calledFrom, inside, knowsLists, outside, restricted } from '../../principals/origin.ts';
import type { Principal } from '../../engine/settings.ts';
import { isSuccess, type SendingContext } from '../../engine/scenario-context.ts';
import { collectionOf, createTestResources, notMade, permissionsFor, type TestResources } from '../../principals/test-resources.ts';
import {
  principalNamed,
  missingPrincipalFor,
  operationOf,
  simplestFor,
  type PlannedCase,
  type PlanningContext,
  type Scenario,
} from '../../engine/scenario.ts';

export interface BlockedAddressProbes extends NamedProbes {
  readonly call: Evidence;
}

export interface BlockedAddressFacts {
  /** Whether the credential was accepted from an address on its allowlist, where a 401 made that a question. */
  readonly alive: boolean;
}

export const blockedAddress: Scenario<Case, BlockedAddressProbes, BlockedAddressFacts> = {
  name: 'blocked-address',
  description:
    'Calls every secured operation from an address outside the principal’s allowlist, and then as a principal of the same account without an allowlist.',
  cases: (planning) =>
    knowsLists(planning.contract) === true
      ? planning.contract.operations.filter((operation) => !operation.public).map((operation) => caseOf(planning, operation))
      : [],
  async play(context, cases) {
    const resources = createTestResources(context);
    const aliveness = new Map<string, boolean>();
    for (const testCase of cases) {
      const principal = principalNamed(context.principals, testCase.principal);
      const outcome = await callAndControl(context, resources, testCase, principal);
      if ('outcome' in outcome) {
        context.undecided(testCase, outcome);
        continue;
      }
      const { call, control } = outcome;
      observe(context, call);
      if (call.reply?.status === 401 && !aliveness.has(principal.name)) aliveness.set(principal.name, await isAlive(context, principal));
      context.observe(testCase, { controls: [control], probes: { call }, facts: { alive: aliveness.get(principal.name) ?? false } });
    }
  },
};

/** Principals whose scopes allow an operation and whose allowlist excludes this machine's address, or one that it can choose. */
export function outsiders(
  { principals, settings }: Pick<PlanningContext, 'principals' | 'settings'>,
  operation: Operation,
): readonly Principal[] {
  return restricted(principals).filter(
    (principal) =>
      principals.concerns(principal, operation) &&
      principals.allows(principal, operation) &&
      outside(principal, settings.origin) !== undefined,
  );
}

/** What is missing if no principal is rejected because of its allowlist alone. */
export function noOutsiderFor({ id, security }: Operation): NonNullable<Case['blocked']> {
  const scopes = security.flatMap(({ requirements }) => requirements.flatMap((requirement) => requirement.scopes));
  const needs = {
    what: `a principal with from that excludes this machine${scopes.length > 0 ? `, and the scope ${[...new Set(scopes)].join(' or ')}` : ''}`,
    key: 'principals',
  };
  return { why: `no principal is kept from ${id} by its allowlist alone`, needs };
}

function caseOf(planning: PlanningContext, operation: Operation): PlannedCase {
  const outsider = outsiders(planning, operation).find((principal) => companionFor(planning, operation, principal));
  const permissions = permissionsFor(planning.contract, operation);
  const planned = {
    operation: operation.id,
    cost: operation.safe ? 2 : 3,
    ...(permissions.length > 0 && { permissions }),
  };
  if (outsider) return { ...planned, principal: outsider.name };
  return {
    ...planned,
    blocked: planning.principals.able(operation).length === 0 ? missingPrincipalFor(operation)! : noOutsiderFor(operation),
  };
}

/** A principal without an allowlist that may call the operation; of the same account if the operation needs an object. */
function companionFor(
  { contract, principals }: Pick<PlanningContext, 'contract' | 'principals'>,
  operation: Operation,
  { account }: Principal,
): Principal | undefined {
  const able = principals.able(operation);
  const mate = able.find((principal) => principal.account === account);
  return collectionOf(contract, operation) ? mate : (mate ?? able[0]);
}

async function callAndControl(
  context: SendingContext,
  resources: TestResources,
  testCase: Case,
  principal: Principal,
): Promise<{ readonly call: Evidence; readonly control: Evidence } | Undecided> {
  const operation = operationOf(context.contract, testCase.operation);
  const companion = companionFor(context, operation, principal)!;
  const collection = collectionOf(context.contract, operation);
  const resource = collection && (await (operation.safe ? resources.shared : resources.fresh)(collection, principal.account));
  if (collection && resource?.account !== principal.account) return notMade(context, collection, principal.account);
  const bindings = resource?.bindings ?? {};
  const alter = calledFrom(outside(principal, context.settings.origin)!);
  const call = await context.send(operation, { caller: context.principals.caller(principal, operation), bindings, alter });
  resources.notice(operation, principal.account, call, resource);
  // A call that was served can have removed the object, and the control needs one.
  const left = collection && !operation.safe && isSuccess(call) ? await resources.fresh(collection, principal.account) : resource;
  const caller = context.principals.caller(companion, operation);
  const control = await resources.call(operation, { role: 'control', caller, bindings: left?.bindings ?? {} }, left);
  return { call, control };
}

/** Whether a credential works from an address on its allowlist. */
async function isAlive(context: SendingContext, principal: Principal): Promise<boolean> {
  const place = inside(principal, context.settings.origin);
  const operation = place && simplestFor(context, principal);
  if (!operation) return false;
  return isSuccess(
    await context.send(operation, { role: 'control', caller: context.principals.caller(principal, operation), alter: calledFrom(place) }),
  );
}

/** Notes rejections that are fair and not what documents describe. */
function observe(context: SendingContext, call: Evidence): void {
  if (call.trouble?.kind === 'closed') context.note('address', 'a blocked address gets no response: the connection is closed', [call]);
  if (call.reply?.status === 401) context.note('address', 'a blocked address gets 401, like an invalid credential', [call]);
}

import type { Collection, Operation } from '../../../spec/contract.ts';
import type { Judgement } from '../../engine/check.ts';
import type { Case, Evidence, NamedProbes, Observation } from '../../engine/evidence.ts';
import type { Principal } from '../../engine/settings.ts';
import { unchanged } from '../../expectations/steady.ts';
import { calledFrom, knowsLists, outside } from '../../principals/origin.ts';
import { createTestResources, notMade } from '../../principals/test-resources.ts';
import { noOutsiderFor, outsiders } from '../address/blocked-address.ts';
import {
  principalNamed,
  isScoped,
  missingPrincipalFor,
  operationOf,
  type Planned,
  type PlanningContext,
  type Scenario,
} from '../../engine/scenario.ts';
import { witnessesOf, type Witness } from '../witness.ts';

const words = {
  unscoped: 'a principal without the scope',
  missing: 'no credential',
  unlisted: 'a principal at an address outside its allowlist',
} as const;

/** Why the change must be rejected. */
export interface ChangeCase extends Case {
  readonly kind: keyof typeof words;
}

/** The object is read twice before the change, to see what changes by itself, and once after. */
export interface ChangeProbes extends NamedProbes {
  readonly before: Evidence;
  readonly change: Evidence;
  readonly after: Evidence;
  readonly again: Evidence;
}

/** The object is the same after a rejected change. */
export function unchangedObject({ probes: { before, change, after, again } }: Observation<ChangeCase, ChangeProbes>): Judgement {
  return unchanged({ before, rejected: change, after, again });
}

export const rejectedChanges: Scenario<ChangeCase, ChangeProbes> = {
  name: 'rejected-changes',
  description:
    'Reads an object, tries to change or delete it without the scope, without a credential and from an address outside the allowlist, and reads it again.',
  cases: (planning) =>
    planning.contract.collections.flatMap((collection) =>
      changing(planning, collection).flatMap((operation) => casesOf(planning, collection, operation)),
    ),
  async play(context, cases) {
    const resources = createTestResources(context);
    for (const testCase of cases) {
      const operation = operationOf(context.contract, testCase.operation);
      const collection = context.contract.collections.find(({ itemPath }) => itemPath === operation.path)!;
      const outsider = testCase.principal === undefined ? undefined : principalNamed(context.principals, testCase.principal);
      const found = outsider && intrusionInto(context, collection, [outsider]);
      const { reader, read } = found ?? witnessFor(context.principals, context.contract.operations, collection)!;
      const resource = await resources.fresh(collection, reader.account);
      if (!resource) {
        context.undecided(testCase, notMade(context, collection));
        continue;
      }
      const { bindings } = resource;
      const look = () => context.send(read, { role: 'control', caller: context.principals.caller(reader, read), bindings });
      const [before, again] = [await look(), await look()];
      const place = testCase.kind === 'unlisted' ? outside(outsider!, context.settings.origin) : undefined;
      const change = await context.send(operation, {
        bindings,
        ...(outsider && { caller: context.principals.caller(outsider, operation) }),
        ...(place && { alter: calledFrom(place) }),
      });
      resources.notice(operation, reader.account, change, resource);
      const after = await look();
      context.observe(testCase, { controls: [before], probes: { before, change, after, again } });
    }
  },
};

/** One case for each reason to reject a change. */
function casesOf(planning: PlanningContext, collection: Collection, operation: Operation): readonly Planned<ChangeCase>[] {
  const plan = (kind: ChangeCase['kind'], more: Pick<Case, 'principal' | 'blocked'>): Planned<ChangeCase> => ({
    operation: operation.id,
    kind,
    label: kind,
    words: words[kind],
    cost: 6,
    permissions: ['writes'],
    ...more,
  });
  const unscoped = intrusionInto(planning, collection, unscopedFor(planning, operation));
  const unlisted = intrusionInto(planning, collection, outsiders(planning, operation));
  const witness = witnessFor(planning.principals, planning.contract.operations, collection);
  const blocked = lacking(planning, collection, operation);
  return [
    ...(isScoped(operation) ? [plan('unscoped', unscoped ? { principal: unscoped.outsider.name } : { blocked })] : []),
    ...(operation.public ? [] : [plan('missing', witness ? {} : { blocked })]),
    ...(operation.public || knowsLists(planning.contract) !== true
      ? []
      : [plan('unlisted', unlisted ? { principal: unlisted.outsider.name } : { blocked: noOutsiderFor(operation) })]),
  ];
}

const changing = ({ contract }: PlanningContext, { update, remove, read }: Collection): readonly Operation[] =>
  read === undefined ? [] : [update, remove].filter((id) => id !== undefined).map((id) => operationOf(contract, id));

/** A principal that tries a change, and one of its account that reads the object. */
interface Intrusion extends Witness {
  readonly outsider: Principal;
}

const witnessFor = (...places: Parameters<typeof witnessesOf>): Witness | undefined => witnessesOf(...places)[0];

/** Active principals that the operation accepts and whose scopes do not allow it. */
const unscopedFor = ({ principals }: Pick<PlanningContext, 'principals'>, operation: Operation): readonly Principal[] =>
  principals.active.filter((principal) => principals.concerns(principal, operation) && !principals.allows(principal, operation));

/** A principal without access, in whose account one principal may create the object and one may read it. */
function intrusionInto(
  { principals, contract }: Pick<PlanningContext, 'principals' | 'contract'>,
  collection: Collection,
  candidates: readonly Principal[],
): Intrusion | undefined {
  for (const { reader, read } of witnessesOf(principals, contract.operations, collection)) {
    const outsider = candidates.find(({ account }) => account === reader.account);
    if (outsider) return { outsider, reader, read };
  }
  return undefined;
}

function lacking({ contract, principals }: PlanningContext, collection: Collection, operation: Operation) {
  const needed = [collection.read, collection.create].map((id) => operationOf(contract, id));
  const unable = needed.find((candidate) => principals.able(candidate).length === 0);
  if (unable) return missingPrincipalFor(unable)!;
  return {
    why: `no account has a principal that may create and read and one that may not call ${operation.id}`,
    needs: { what: 'a principal of the same account with fewer scopes', key: 'principals' },
  };
}

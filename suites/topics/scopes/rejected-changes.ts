import type { Collection, Operation } from '../../../spec/contract.ts';
import type { Principal } from '../../engine/settings.ts';
import { calledFrom, knowsLists, outside } from '../../principals/origin.ts';
import { createTestResources } from '../../principals/test-resources.ts';
import { noOutsiderFor, outsiders } from '../address/blocked-address.ts';
import {
  principalNamed,
  isScoped,
  missingPrincipalFor,
  operationOf,
  type PlannedCase,
  type PlanningContext,
  type Scenario,
} from '../../engine/scenario.ts';
import { witnessesOf, type Witness } from '../witness.ts';

/**
 * Variants: `unscoped`, a principal without the scope; `missing`, nobody; `unlisted`, a principal at an address that its list does not hold.
 * Probes: the object before, the refused change, the object after, and the object a second time before, to see what changes by itself.
 */
export const rejectedChanges: Scenario = {
  name: 'rejected-changes',
  description:
    'Reads an object, lets a principal without the scope, nobody at all, and a principal at an address that its list does not hold try to change or delete it, and reads it again.',
  cases: (planning) =>
    planning.contract.collections.flatMap((collection) =>
      changing(planning, collection).flatMap((operation): readonly PlannedCase[] => {
        const cast = castFor(planning, collection, unscoped(planning, operation));
        const outsider = castFor(planning, collection, outsiders(planning, operation));
        const witness = witnessFor(planning.principals, planning.contract.operations, collection);
        const plan = { operation: operation.id, cost: 6, permissions: ['writes'] as const };
        const blocked = lacking(planning, collection, operation);
        return [
          ...(isScoped(operation) ? [{ ...plan, variant: 'unscoped', ...(cast ? { principal: cast.intruder.name } : { blocked }) }] : []),
          ...(operation.public ? [] : [{ ...plan, variant: 'missing', ...(!witness && { blocked }) }]),
          ...(operation.public || knowsLists(planning.contract) !== true
            ? []
            : [
                {
                  ...plan,
                  variant: 'unlisted',
                  ...(outsider ? { principal: outsider.intruder.name } : { blocked: noOutsiderFor(operation) }),
                },
              ]),
        ];
      }),
    ),
  async play(context, cases) {
    const things = createTestResources(context);
    for (const testCase of cases) {
      const operation = operationOf(context.contract, testCase.operation);
      const collection = context.contract.collections.find(({ itemPath }) => itemPath === operation.path)!;
      const intruder = testCase.principal === undefined ? undefined : principalNamed(context.principals, testCase.principal);
      const cast = intruder && castFor(context, collection, [intruder]);
      const { reader, read } = cast ?? witnessFor(context.principals, context.contract.operations, collection)!;
      const thing = await things.fresh(collection, reader.account);
      if (!thing) {
        context.observe(testCase, {
          controls: [],
          probes: [],
          undecided: { why: `no object of ${collection.path} could be made`, outcome: 'blocked', needs: 'a principal that may create one' },
        });
        continue;
      }
      const { bindings } = thing;
      const look = () => context.send(read, { role: 'control', caller: context.principals.caller(reader, read), bindings });
      const [before, again] = [await look(), await look()];
      const place = testCase.variant === 'unlisted' ? outside(intruder!, context.settings.origin) : undefined;
      const refused = await context.send(operation, {
        bindings,
        ...(intruder && { caller: context.principals.caller(intruder, operation) }),
        ...(place && { alter: calledFrom(place) }),
      });
      things.notice(operation, reader.account, refused, thing);
      const after = await look();
      context.observe(testCase, { controls: [before], probes: [before, refused, after, again] });
    }
  },
};

const changing = ({ contract }: PlanningContext, { update, remove, read }: Collection): readonly Operation[] =>
  read === undefined ? [] : [update, remove].filter((id) => id !== undefined).map((id) => operationOf(contract, id));

interface Cast extends Witness {
  readonly intruder: Principal;
}

const witnessFor = (...places: Parameters<typeof witnessesOf>): Witness | undefined => witnessesOf(...places)[0];

/** Live principals that an operation takes and whose scopes do not allow it. */
const unscoped = ({ principals }: Pick<PlanningContext, 'principals'>, operation: Operation): readonly Principal[] =>
  principals.active.filter((principal) => principals.concerns(principal, operation) && !principals.allows(principal, operation));

/** Three of one account: one that may create, one that may read, and one of those that may not do this. */
function castFor(
  { principals, contract }: Pick<PlanningContext, 'principals' | 'contract'>,
  collection: Collection,
  intruders: readonly Principal[],
): Cast | undefined {
  for (const { reader, read } of witnessesOf(principals, contract.operations, collection)) {
    const intruder = intruders.find(({ account }) => account === reader.account);
    if (intruder) return { intruder, reader, read };
  }
  return undefined;
}

function lacking({ contract, principals }: PlanningContext, collection: Collection, operation: Operation) {
  const needed = [collection.read, collection.create].map((id) => operationOf(contract, id));
  const unable = needed.find((candidate) => principals.able(candidate).length === 0);
  if (unable) return missingPrincipalFor(unable)!;
  return {
    why: `no account has a principal that may create and read and one that may not call ${operation.id}`,
    needs: 'a principal of the same account with fewer scopes (principals)',
  };
}

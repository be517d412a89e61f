import type { Collection, Operation } from '../../../spec/contract.ts';
import type { Evidence } from '../../engine/evidence.ts';
import { groupBy } from '../../engine/group.ts';
import { jsonOf } from '../../expectations/quota.ts';
import type { Principals } from '../../principals/principals.ts';
import type { Principal } from '../../engine/settings.ts';
import { isSuccess, type ScenarioContext } from '../../engine/scenario-context.ts';
import { collectionOf, createTestResources, holds, type TestResource } from '../../principals/test-resources.ts';
import { noSuchId } from '../limits/rate-limit-headers.ts';
import {
  principalNamed,
  missingPrincipalFor,
  operationOf,
  type PlannedCase,
  type PlanningContext,
  type Scenario,
} from '../../engine/scenario.ts';
import { witnessesOf, type Witness } from '../witness.ts';

/**
 * Variants: `look` for what reads an object or lists them, `change` for what changes one. Probes: the neighbour's attempt; the same with an
 * id that nobody has, before and after it (not for lists); of a change also the object before, after, and a second time before. Facts: `readable` and `listed`,
 * whether the neighbour is served the object and is shown it; `shown`, whether its owner is shown it.
 */
export const otherAccounts: Scenario = {
  name: 'other-accounts',
  description:
    'Makes an object, and lets a principal of another account, with every scope that it takes, look for it, read it, change it and delete it.',
  cases: (planning) => planning.contract.collections.flatMap((collection) => shotsOf(planning, collection)),
  async play(context, cases) {
    const things = createTestResources(context);
    const byCollection = groupBy(cases, ({ operation }) => collectionAt(context, operationOf(context.contract, operation)));
    for (const [collection, group] of byCollection) {
      const { reader, read } = witnessFor(context, collection)!;
      const kept = await things.fresh(collection, reader.account);
      const known = kept && (await acquaintance(context, collection, kept, principalNamed(context.principals, group[0]!.principal)));
      for (const testCase of group) {
        const operation = operationOf(context.contract, testCase.operation);
        const neighbour = principalNamed(context.principals, testCase.principal);
        const thing = testCase.variant === 'change' ? await things.fresh(collection, reader.account) : kept;
        if (!thing || !known) {
          const why = `no object of ${collection.path} could be made`;
          context.observe(testCase, {
            controls: [],
            probes: [],
            undecided: { why, outcome: 'blocked', needs: 'a principal that may create one' },
          });
          continue;
        }
        const { facts } = known;
        if (operation.id === collection.list) {
          context.observe(testCase, { controls: known.controls, probes: known.listing ? [known.listing] : [], facts });
          continue;
        }
        const caller = context.principals.caller(neighbour, operation);
        const attempt = (bindings: TestResource['bindings']) => context.send(operation, { caller, bindings });
        const look = () =>
          context.send(read, { role: 'control', caller: context.principals.caller(reader, read), bindings: thing.bindings });
        const changes = testCase.variant === 'change';
        const before = changes ? [await look(), await look()] : known.controls.slice(0, 1);
        const nobody = { ...thing.bindings, [collection.parameter]: nobodys(thing.bindings[collection.parameter]!) };
        const nowhere = await attempt(nobody);
        const tried = await attempt(thing.bindings);
        things.notice(operation, reader.account, tried, thing);
        const after = changes ? [await look()] : [];
        const nowhereAgain = await attempt(nobody);
        const around = changes ? [before[0]!, ...after, before[1]!] : [];
        context.observe(testCase, { controls: before.slice(0, 1), probes: [tried, nowhere, nowhereAgain, ...around], facts });
      }
    }
  },
};

/** What the neighbour gets to see of an object of somebody else. */
interface Acquaintance {
  readonly facts: { readonly readable: boolean; readonly listed: boolean; readonly shown: boolean };
  /** The object and the list, as the owner is served them. */
  readonly controls: readonly Evidence[];
  readonly listing?: Evidence;
}

async function acquaintance(
  context: ScenarioContext,
  collection: Collection,
  thing: TestResource,
  neighbour: Principal,
): Promise<Acquaintance> {
  const { principals, contract } = context;
  const { reader, read } = witnessFor(context, collection)!;
  const { bindings } = thing;
  const own = await context.send(read, { role: 'control', caller: principals.caller(reader, read), bindings });
  const reading = await context.send(read, { caller: principals.caller(neighbour, read), bindings });
  const list = collection.list === undefined ? undefined : operationOf(contract, collection.list);
  const lists = list !== undefined && principals.allows(reader, list) && principals.allows(neighbour, list);
  const shown = lists ? await context.send(list, { role: 'control', caller: principals.caller(reader, list) }) : undefined;
  const listing = lists ? await context.send(list, { caller: principals.caller(neighbour, list) }) : undefined;
  const holdsIt = (evidence: Evidence | undefined) =>
    evidence?.reply !== undefined && holds(jsonOf(evidence.reply), collection, bindings[collection.parameter]!);
  const facts = { readable: isSuccess(reading), listed: holdsIt(listing), shown: holdsIt(shown) };
  return { facts, controls: [own, ...(shown ? [shown] : [])], ...(listing && { listing }) };
}

function collectionAt({ contract }: Pick<ScenarioContext, 'contract'>, operation: Operation): Collection {
  return contract.collections.find(({ list }) => list === operation.id) ?? collectionOf(contract, operation)!;
}

const witnessFor = (
  { principals, contract }: Pick<PlanningContext, 'principals' | 'contract'>,
  collection: Collection,
): Witness | undefined =>
  witnessesOf(principals, contract.operations, collection).find(({ reader, read }) => neighboursOf(principals, reader, read).length > 0) ??
  witnessesOf(principals, contract.operations, collection)[0];

/** Live principals of other accounts that may call an operation. */
const neighboursOf = (principals: Principals, { account }: Principal, operation: Operation): readonly Principal[] =>
  principals.able(operation).filter((principal) => principal.account !== account);

function shotsOf(planning: PlanningContext, collection: Collection): readonly PlannedCase[] {
  const { contract, principals } = planning;
  if (collection.read === undefined || operationOf(contract, collection.read).public) return [];
  const witness = witnessFor(planning, collection);
  const { list, read, update, remove, below } = collection;
  const operations = [list, read, update, remove, ...below].flatMap((id) => (id === undefined ? [] : [operationOf(contract, id)]));
  const all = operations.filter((operation) => !operation.public);
  const candidates = witness ? neighboursOf(principals, witness.reader, witness.read) : [];
  const everywhere = candidates.find((principal) => all.every((operation) => principals.allows(principal, operation)));
  return all.map((operation): PlannedCase => {
    const neighbour = everywhere ?? candidates.find((principal) => principals.allows(principal, operation));
    const planned = {
      operation: operation.id,
      variant: operation.safe ? 'look' : 'change',
      cost: operation.id === list ? 3 : operation.safe ? 4 : 8,
      permissions: ['writes'] as const,
    };
    if (witness && neighbour) return { ...planned, principal: neighbour.name };
    const blocked = witness
      ? {
          why: `no live principal of another account may call ${operation.id}`,
          needs: 'a principal of another account with the same scopes (principals)',
        }
      : missingPrincipalFor(operationOf(contract, collection.create));
    return { ...planned, ...(blocked && { blocked }) };
  });
}

/** An id of the same form that nobody has. */
function nobodys(id: string): string {
  if (/^\d+$/.test(id)) return '9'.repeat(Math.min(Math.max(id.length, 6), 9));
  const uuid = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-)[0-9a-f]{12}$/i.exec(id);
  return uuid ? `${uuid[1]}000000000000` : noSuchId;
}

import type { Collection, Operation } from '../../../spec/contract.ts';
import type { Case, Evidence, NamedProbes } from '../../engine/evidence.ts';
import { groupBy } from '../../engine/group.ts';
import { jsonOf } from '../../expectations/quota.ts';
import type { Principals } from '../../principals/principals.ts';
import type { Principal } from '../../engine/settings.ts';
import { isSuccess, type SendingContext, type ScenarioContext } from '../../engine/scenario-context.ts';
import { collectionOf, createTestResources, notMade, holds, showsIds, type TestResource } from '../../principals/test-resources.ts';
import { noSuchId } from '../limits/rate-limit-headers.ts';
import {
  principalNamed,
  missingPrincipalFor,
  operationOf,
  type Planned,
  type PlanningContext,
  type Scenario,
} from '../../engine/scenario.ts';
import { witnessesOf, type Witness } from '../witness.ts';

interface OtherAccountCase extends Case {
  /** Lists the objects, reads one, or changes one. */
  readonly kind: 'list' | 'read' | 'change';
}

/** The responses to a principal of a different account. */
interface OtherAccountProbes extends NamedProbes {
  /** The list, where both may list. */
  readonly list?: Evidence;
  /** The call with the object's id; not of lists. */
  readonly call?: Evidence;
  /** The same with an id that does not exist, before and after it. */
  readonly unknownId?: Evidence;
  readonly unknownIdAgain?: Evidence;
  /** The object before a change, after it, and a second time before. */
  readonly before?: Evidence;
  readonly after?: Evidence;
  readonly again?: Evidence;
}

/** The lists of both accounts, and the objects that the other account can read. */
export interface OtherAccountFacts {
  /** Whether the other account can read the object. */
  readonly readable: boolean;
  /** Whether the list of the other account shows it. */
  readonly listed: boolean;
  /** Whether the list of its owner shows it. */
  readonly ownListed: boolean;
  /** Whether the list of its owner shows any ids. */
  readonly showsIds: boolean;
}

/** The calls of an observation that is not of a list. */
export function attemptOf({ call, unknownId, unknownIdAgain, before, after, again }: OtherAccountProbes) {
  if (!call || !unknownId || !unknownIdAgain) throw new Error('the object of another account was not called');
  return { call, unknownId, unknownIdAgain, before, after, again };
}

export const otherAccounts: Scenario<OtherAccountCase, OtherAccountProbes, OtherAccountFacts> = {
  name: 'other-accounts',
  description:
    'Creates an object, and lets a principal of another account, with every scope that it takes, list, read, change and delete it.',
  cases: (planning) => planning.contract.collections.flatMap((collection) => casesOf(planning, collection)),
  async play(context, cases) {
    const resources = createTestResources(context);
    const byCollection = groupBy(cases, ({ operation }) => collectionAt(context, operationOf(context.contract, operation)));
    for (const [collection, group] of byCollection) {
      const { reader, read } = witnessFor(context, collection)!;
      const kept = await resources.fresh(collection, reader.account);
      const known = kept && (await viewsOf(context, collection, kept, principalNamed(context.principals, group[0]!.principal)));
      for (const testCase of group) {
        const operation = operationOf(context.contract, testCase.operation);
        const other = principalNamed(context.principals, testCase.principal);
        const changes = testCase.kind === 'change';
        const resource = changes ? await resources.fresh(collection, reader.account) : kept;
        if (!resource || !known) {
          context.undecided(testCase, notMade(context, collection));
          continue;
        }
        const { facts } = known;
        if (operation.id === collection.list) {
          context.observe(testCase, { controls: known.controls, probes: known.list ? { list: known.list } : {}, facts });
          continue;
        }
        const { bindings } = resource;
        const caller = context.principals.caller(other, operation);
        const owner = context.principals.caller(reader, read);
        const attempt = (ids: TestResource['bindings']) => context.send(operation, { caller, bindings: ids });
        const readIt = () => context.send(read, { role: 'control', caller: owner, bindings });
        const [before, again] = changes ? [await readIt(), await readIt()] : [];
        const id = bindings[collection.parameter]!;
        const unknown = { ...bindings, [collection.parameter]: collection.putByClient ? resources.newId(collection)! : unknownIdLike(id) };
        const unknownId = await attempt(unknown);
        resources.notice(operation, other.account, unknownId, { bindings: unknown, account: other.account, own: true });
        const call = await attempt(bindings);
        resources.notice(operation, reader.account, call, resource);
        // Each account may have an object of this name, which the PUT created.
        if (collection.putByClient) resources.notice(operation, other.account, call, { ...resource, account: other.account });
        const after = changes ? await readIt() : undefined;
        const unknownIdAgain = await attempt(unknown);
        context.observe(testCase, {
          controls: before ? [before] : known.controls.slice(0, 1),
          probes: { call, unknownId, unknownIdAgain, ...(before && after && again && { before, after, again }) },
          facts,
        });
      }
    }
  },
};

/** An object as both accounts see it. */
interface Views {
  readonly facts: OtherAccountFacts;
  /** The object and the list, as its owner gets them. */
  readonly controls: readonly Evidence[];
  /** The list, as the other account gets it. */
  readonly list?: Evidence;
}

async function viewsOf(context: SendingContext, collection: Collection, { bindings }: TestResource, other: Principal): Promise<Views> {
  const { principals, contract } = context;
  const { reader, read } = witnessFor(context, collection)!;
  const own = await context.send(read, { role: 'control', caller: principals.caller(reader, read), bindings });
  const reading = await context.send(read, { caller: principals.caller(other, read), bindings });
  const list = collection.list === undefined ? undefined : operationOf(contract, collection.list);
  const lists = list !== undefined && principals.allows(reader, list) && principals.allows(other, list);
  const ownList = lists ? await context.send(list, { role: 'control', caller: principals.caller(reader, list), bindings }) : undefined;
  const otherList = lists ? await context.send(list, { caller: principals.caller(other, list), bindings }) : undefined;
  const holdsIt = (evidence: Evidence | undefined) =>
    evidence?.reply !== undefined && holds(jsonOf(evidence.reply), collection, bindings[collection.parameter]!);
  const facts = {
    readable: isSuccess(reading),
    listed: holdsIt(otherList),
    ownListed: holdsIt(ownList),
    showsIds: showsIds(ownList?.reply && jsonOf(ownList.reply), collection),
  };
  return { facts, controls: [own, ...(ownList ? [ownList] : [])], ...(otherList && { list: otherList }) };
}

/** The collection that an operation lists, or else the one whose object its path names; of those whose objects can be read. */
function collectionAt({ contract }: Pick<ScenarioContext, 'contract'>, operation: Operation): Collection {
  const readable = contract.collections.filter(({ read }) => read !== undefined);
  return readable.find(({ list }) => list === operation.id) ?? collectionOf({ collections: readable }, operation)!;
}

const witnessFor = (
  { principals, contract }: Pick<PlanningContext, 'principals' | 'contract'>,
  collection: Collection,
): Witness | undefined =>
  witnessesOf(principals, contract.operations, collection).find(({ reader, read }) => othersFor(principals, reader, read).length > 0) ??
  witnessesOf(principals, contract.operations, collection)[0];

/** Live principals of other accounts that may call an operation. */
const othersFor = (principals: Principals, { account }: Principal, operation: Operation): readonly Principal[] =>
  principals.able(operation).filter((principal) => principal.account !== account);

function casesOf(planning: PlanningContext, collection: Collection): readonly Planned<OtherAccountCase>[] {
  const { contract, principals } = planning;
  if (collection.read === undefined || operationOf(contract, collection.read).public) return [];
  const witness = witnessFor(planning, collection);
  const { list, read, update, remove, below } = collection;
  const operations = [list, read, update, remove, ...below].flatMap((id) => (id === undefined ? [] : [operationOf(contract, id)]));
  const all = operations.filter((operation) => !operation.public && collectionAt(planning, operation) === collection);
  const candidates = witness ? othersFor(principals, witness.reader, witness.read) : [];
  const everywhere = candidates.find((principal) => all.every((operation) => principals.allows(principal, operation)));
  return all.map((operation): Planned<OtherAccountCase> => {
    const other = everywhere ?? candidates.find((principal) => principals.allows(principal, operation));
    const planned = {
      operation: operation.id,
      label: operation.safe ? 'look' : 'change',
      words: operation.safe
        ? 'an object of another account, or the list in which it would be'
        : 'a change or deletion of an object of another account',
      kind: operation.id === list ? 'list' : operation.safe ? 'read' : 'change',
      cost: operation.id === list ? 3 : operation.safe ? 4 : 8,
      permissions: ['writes'],
    } as const;
    if (witness && other) return { ...planned, principal: other.name };
    const blocked = witness
      ? {
          why: `no live principal of another account may call ${operation.id}`,
          needs: { what: 'a principal of another account with the same scopes', key: 'principals' },
        }
      : missingPrincipalFor(operationOf(contract, collection.create));
    return { ...planned, ...(blocked && { blocked }) };
  });
}

/** An id of the same form that does not exist. */
function unknownIdLike(id: string): string {
  if (/^\d+$/.test(id)) return '9'.repeat(Math.min(Math.max(id.length, 6), 9));
  const uuid = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-)[0-9a-f]{12}$/i.exec(id);
  return uuid ? `${uuid[1]}000000000000` : noSuchId;
}

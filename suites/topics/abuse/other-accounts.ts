import type { Collection, Operation } from '../../../spec/contract.ts';
import type { Evidence } from '../../engine/evidence.ts';
import { groupBy } from '../../engine/group.ts';
import { jsonOf } from '../../expectations/quota.ts';
import type { Roster } from '../../principals/principals.ts';
import type { Actor } from '../../engine/settings.ts';
import { isSuccess, type Stage } from '../../engine/scenario-context.ts';
import { collectionOf, createThings, holds, type Thing } from '../../principals/test-resources.ts';
import { noSuchId } from '../limits/rate-limit-headers.ts';
import { actorOf, nobodyFor, operationOf, type PlannedShot, type Plot, type Scene } from '../../engine/scenario.ts';
import { witnessesOf, type Witness } from '../witness.ts';

/**
 * Variants: `look` for what reads an object or lists them, `change` for what changes one. Probes: the neighbour's attempt; the same with an
 * id that nobody has, before and after it (not for lists); of a change also the object before, after, and a second time before. Facts: `readable` and `listed`,
 * whether the neighbour is served the object and is shown it; `shown`, whether its owner is shown it.
 */
export const neighbours: Scene = {
  name: 'other-accounts',
  says: 'Makes an object, and lets a principal of another account, with every scope that it takes, look for it, read it, change it and delete it.',
  shots: (plot) => plot.contract.collections.flatMap((collection) => shotsOf(plot, collection)),
  async play(stage, shots) {
    const things = createThings(stage);
    const byCollection = groupBy(shots, ({ operation }) => collectionAt(stage, operationOf(stage.contract, operation)));
    for (const [collection, group] of byCollection) {
      const { reader, read } = witnessFor(stage, collection)!;
      const kept = await things.fresh(collection, reader.account);
      const known = kept && (await acquaintance(stage, collection, kept, actorOf(stage.roster, group[0]!.principal)));
      for (const shot of group) {
        const operation = operationOf(stage.contract, shot.operation);
        const neighbour = actorOf(stage.roster, shot.principal);
        const thing = shot.variant === 'change' ? await things.fresh(collection, reader.account) : kept;
        if (!thing || !known) {
          const why = `no object of ${collection.path} could be made`;
          stage.take(shot, { controls: [], probes: [], undecided: { why, outcome: 'blocked', needs: 'a principal that may create one' } });
          continue;
        }
        const { facts } = known;
        if (operation.id === collection.list) {
          stage.take(shot, { controls: known.controls, probes: known.listing ? [known.listing] : [], facts });
          continue;
        }
        const caller = stage.roster.caller(neighbour, operation);
        const attempt = (bindings: Thing['bindings']) => stage.send(operation, { caller, bindings });
        const look = () => stage.send(read, { role: 'control', caller: stage.roster.caller(reader, read), bindings: thing.bindings });
        const changes = shot.variant === 'change';
        const before = changes ? [await look(), await look()] : known.controls.slice(0, 1);
        const nobody = { ...thing.bindings, [collection.parameter]: nobodys(thing.bindings[collection.parameter]!) };
        const nowhere = await attempt(nobody);
        const tried = await attempt(thing.bindings);
        things.notice(operation, reader.account, tried, thing);
        const after = changes ? [await look()] : [];
        const nowhereAgain = await attempt(nobody);
        const around = changes ? [before[0]!, ...after, before[1]!] : [];
        stage.take(shot, { controls: before.slice(0, 1), probes: [tried, nowhere, nowhereAgain, ...around], facts });
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

async function acquaintance(stage: Stage, collection: Collection, thing: Thing, neighbour: Actor): Promise<Acquaintance> {
  const { roster, contract } = stage;
  const { reader, read } = witnessFor(stage, collection)!;
  const { bindings } = thing;
  const own = await stage.send(read, { role: 'control', caller: roster.caller(reader, read), bindings });
  const reading = await stage.send(read, { caller: roster.caller(neighbour, read), bindings });
  const list = collection.list === undefined ? undefined : operationOf(contract, collection.list);
  const lists = list !== undefined && roster.allows(reader, list) && roster.allows(neighbour, list);
  const shown = lists ? await stage.send(list, { role: 'control', caller: roster.caller(reader, list) }) : undefined;
  const listing = lists ? await stage.send(list, { caller: roster.caller(neighbour, list) }) : undefined;
  const holdsIt = (evidence: Evidence | undefined) =>
    evidence?.reply !== undefined && holds(jsonOf(evidence.reply), collection, bindings[collection.parameter]!);
  const facts = { readable: isSuccess(reading), listed: holdsIt(listing), shown: holdsIt(shown) };
  return { facts, controls: [own, ...(shown ? [shown] : [])], ...(listing && { listing }) };
}

function collectionAt({ contract }: Pick<Stage, 'contract'>, operation: Operation): Collection {
  return contract.collections.find(({ list }) => list === operation.id) ?? collectionOf(contract, operation)!;
}

const witnessFor = ({ roster, contract }: Pick<Plot, 'roster' | 'contract'>, collection: Collection): Witness | undefined =>
  witnessesOf(roster, contract.operations, collection).find(({ reader, read }) => neighboursOf(roster, reader, read).length > 0) ??
  witnessesOf(roster, contract.operations, collection)[0];

/** Live principals of other accounts that may call an operation. */
const neighboursOf = (roster: Roster, { account }: Actor, operation: Operation): readonly Actor[] =>
  roster.able(operation).filter((actor) => actor.account !== account);

function shotsOf(plot: Plot, collection: Collection): readonly PlannedShot[] {
  const { contract, roster } = plot;
  if (collection.read === undefined || operationOf(contract, collection.read).public) return [];
  const witness = witnessFor(plot, collection);
  const { list, read, update, remove, below } = collection;
  const operations = [list, read, update, remove, ...below].flatMap((id) => (id === undefined ? [] : [operationOf(contract, id)]));
  const all = operations.filter((operation) => !operation.public);
  const candidates = witness ? neighboursOf(roster, witness.reader, witness.read) : [];
  const everywhere = candidates.find((actor) => all.every((operation) => roster.allows(actor, operation)));
  return all.map((operation): PlannedShot => {
    const neighbour = everywhere ?? candidates.find((actor) => roster.allows(actor, operation));
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
      : nobodyFor(operationOf(contract, collection.create));
    return { ...planned, ...(blocked && { blocked }) };
  });
}

/** An id of the same form that nobody has. */
function nobodys(id: string): string {
  if (/^\d+$/.test(id)) return '9'.repeat(Math.min(Math.max(id.length, 6), 9));
  const uuid = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-)[0-9a-f]{12}$/i.exec(id);
  return uuid ? `${uuid[1]}000000000000` : noSuchId;
}

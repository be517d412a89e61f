import type { Collection, Contract, Operation } from '../../../spec/contract.ts';
import type { Actor } from '../../engine/settings.ts';
import { withoutHeader } from '../../../spec/message.ts';
import { createThings } from '../../principals/test-resources.ts';
import { actorOf, nobodyFor, operationOf, type PlannedShot, type Plot, type Scene } from '../../engine/scenario.ts';
import { witnessesOf, type Witness } from '../witness.ts';

/** Methods that a framework may route although nobody declared them. */
const methods = ['PUT', 'PATCH', 'DELETE', 'POST'] as const;

/** Variants: the method, in small letters. Probes: the attempt, the object before, after, and a second time before. */
export const undeclared: Scene = {
  name: 'undeclared-changes',
  says: 'Sends methods that the document does not declare to an object, with a credential that may only read it, and reads it again.',
  shots: (plot) => plot.contract.collections.flatMap((collection) => shotsOf(plot, collection)),
  async play(stage, shots) {
    const things = createThings(stage);
    for (const shot of shots) {
      const read = operationOf(stage.contract, shot.operation);
      const collection = stage.contract.collections.find((candidate) => candidate.read === read.id)!;
      const actor = actorOf(stage.roster, shot.principal);
      const thing = await things.fresh(collection, actor.account);
      if (!thing) {
        const why = `no object of ${collection.path} could be made`;
        stage.take(shot, { controls: [], probes: [], undecided: { why, outcome: 'blocked', needs: 'a principal that may create one' } });
        continue;
      }
      const { bindings } = thing;
      const caller = stage.roster.caller(actor, read);
      const look = () => stage.send(read, { role: 'control', caller, bindings });
      const [before, again] = [await look(), await look()];
      const body = changeOf(stage.contract, collection);
      const attempt = await stage.send(read, {
        caller,
        bindings,
        alter: (call) => ({
          ...call,
          method: shot.variant!.toUpperCase(),
          headers: [...withoutHeader(call.headers, 'content-type'), 'Content-Type', 'application/json'],
          body,
        }),
      });
      const after = await look();
      stage.take(shot, { controls: [before], probes: [attempt, before, after, again] });
    }
  },
};

/** The body that a declared change of the object would have. */
function changeOf(contract: Contract, { update, create }: Collection): string {
  const operation = operationOf(contract, update ?? create);
  return JSON.stringify(operation.body?.content.find(({ type }) => type.endsWith('json'))?.example ?? {});
}

function shotsOf(plot: Plot, collection: Collection): readonly PlannedShot[] {
  const { contract } = plot;
  if (collection.read === undefined || operationOf(contract, collection.read).public) return [];
  const declared = new Set(contract.operations.filter(({ path }) => path === collection.itemPath).map(({ method }) => method));
  const witness = weakest(plot, collection);
  return methods
    .filter((method) => !declared.has(method))
    .map((method) => ({
      operation: collection.read!,
      variant: method.toLowerCase(),
      cost: 6,
      permissions: ['writes'] as const,
      ...(witness ? { principal: witness.reader.name } : { blocked: lacking(plot, collection) }),
    }));
}

/** The reader of an object who may do least besides, if somebody of the account may create one. */
function weakest({ contract, roster }: Plot, collection: Collection): Witness | undefined {
  const changing = [collection.update, collection.remove, collection.create].flatMap((id): readonly Operation[] =>
    id === undefined ? [] : [operationOf(contract, id)],
  );
  const reach = (actor: Actor) => changing.filter((operation) => roster.allows(actor, operation)).length;
  return witnessesOf(roster, contract.operations, collection).toSorted((one, other) => reach(one.reader) - reach(other.reader))[0];
}

function lacking({ contract, roster }: Plot, { read, create }: Collection) {
  const needed = [read!, create].map((id) => operationOf(contract, id));
  const unable = needed.find((operation) => roster.able(operation).length === 0);
  if (unable) return nobodyFor(unable)!;
  return { why: 'no account has a principal that may create and one that may read', needs: 'two principals of one account (principals)' };
}

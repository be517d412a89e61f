import type { Collection, Operation } from '../../../spec/contract.ts';
import type { Actor } from '../../engine/settings.ts';
import { calledFrom, knowsLists, outside } from '../../principals/origin.ts';
import { createThings } from '../../principals/test-resources.ts';
import { noOutsiderFor, outsiders } from '../address/blocked-address.ts';
import { actorOf, isScoped, nobodyFor, operationOf, type PlannedShot, type Plot, type Scene } from '../../engine/scenario.ts';
import { witnessesOf, type Witness } from '../witness.ts';

/**
 * Variants: `unscoped`, a principal without the scope; `missing`, nobody; `unlisted`, a principal at an address that its list does not hold.
 * Probes: the object before, the refused change, the object after, and the object a second time before, to see what changes by itself.
 */
export const effects: Scene = {
  name: 'rejected-changes',
  says: 'Reads an object, lets a principal without the scope, nobody at all, and a principal at an address that its list does not hold try to change or delete it, and reads it again.',
  shots: (plot) =>
    plot.contract.collections.flatMap((collection) =>
      changing(plot, collection).flatMap((operation): readonly PlannedShot[] => {
        const cast = castFor(plot, collection, unscoped(plot, operation));
        const outsider = castFor(plot, collection, outsiders(plot, operation));
        const witness = witnessFor(plot.roster, plot.contract.operations, collection);
        const plan = { operation: operation.id, cost: 6, permissions: ['writes'] as const };
        const blocked = lacking(plot, collection, operation);
        return [
          ...(isScoped(operation) ? [{ ...plan, variant: 'unscoped', ...(cast ? { principal: cast.intruder.name } : { blocked }) }] : []),
          ...(operation.public ? [] : [{ ...plan, variant: 'missing', ...(!witness && { blocked }) }]),
          ...(operation.public || knowsLists(plot.contract) !== true
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
  async play(stage, shots) {
    const things = createThings(stage);
    for (const shot of shots) {
      const operation = operationOf(stage.contract, shot.operation);
      const collection = stage.contract.collections.find(({ itemPath }) => itemPath === operation.path)!;
      const intruder = shot.principal === undefined ? undefined : actorOf(stage.roster, shot.principal);
      const cast = intruder && castFor(stage, collection, [intruder]);
      const { reader, read } = cast ?? witnessFor(stage.roster, stage.contract.operations, collection)!;
      const thing = await things.fresh(collection, reader.account);
      if (!thing) {
        stage.take(shot, {
          controls: [],
          probes: [],
          undecided: { why: `no object of ${collection.path} could be made`, outcome: 'blocked', needs: 'a principal that may create one' },
        });
        continue;
      }
      const { bindings } = thing;
      const look = () => stage.send(read, { role: 'control', caller: stage.roster.caller(reader, read), bindings });
      const [before, again] = [await look(), await look()];
      const place = shot.variant === 'unlisted' ? outside(intruder!, stage.settings.origin) : undefined;
      const refused = await stage.send(operation, {
        bindings,
        ...(intruder && { caller: stage.roster.caller(intruder, operation) }),
        ...(place && { alter: calledFrom(place) }),
      });
      things.notice(operation, reader.account, refused, thing);
      const after = await look();
      stage.take(shot, { controls: [before], probes: [before, refused, after, again] });
    }
  },
};

const changing = ({ contract }: Plot, { update, remove, read }: Collection): readonly Operation[] =>
  read === undefined ? [] : [update, remove].filter((id) => id !== undefined).map((id) => operationOf(contract, id));

interface Cast extends Witness {
  readonly intruder: Actor;
}

const witnessFor = (...places: Parameters<typeof witnessesOf>): Witness | undefined => witnessesOf(...places)[0];

/** Live principals that an operation takes and whose scopes do not allow it. */
const unscoped = ({ roster }: Pick<Plot, 'roster'>, operation: Operation): readonly Actor[] =>
  roster.active.filter((actor) => roster.concerns(actor, operation) && !roster.allows(actor, operation));

/** Three of one account: one that may create, one that may read, and one of those that may not do this. */
function castFor(
  { roster, contract }: Pick<Plot, 'roster' | 'contract'>,
  collection: Collection,
  intruders: readonly Actor[],
): Cast | undefined {
  for (const { reader, read } of witnessesOf(roster, contract.operations, collection)) {
    const intruder = intruders.find(({ account }) => account === reader.account);
    if (intruder) return { intruder, reader, read };
  }
  return undefined;
}

function lacking({ contract, roster }: Plot, collection: Collection, operation: Operation) {
  const needed = [collection.read, collection.create].map((id) => operationOf(contract, id));
  const unable = needed.find((candidate) => roster.able(candidate).length === 0);
  if (unable) return nobodyFor(unable)!;
  return {
    why: `no account has a principal that may create and read and one that may not call ${operation.id}`,
    needs: 'a principal of the same account with fewer scopes (principals)',
  };
}

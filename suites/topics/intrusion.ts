import type { Evidence, Shot } from '../engine/evidence.ts';
import { isSuccess, type Stage } from '../engine/scenario-context.ts';
import { unknownSecret, withSecret } from '../principals/credentials.ts';
import type { Operation } from '../../spec/contract.ts';
import type { Caller } from '../principals/principals.ts';
import { collectionOf, createThings } from '../principals/test-resources.ts';
import { actorOf, operationOf } from '../engine/scenario.ts';

/**
 * Makes each shot's request as an intruder and then, on the same object, as somebody who may: the object was there, and the operation works.
 */
export async function intrude(stage: Stage, shots: readonly Shot[]): Promise<void> {
  const things = createThings(stage);
  const controls = new Map<string, Evidence>();
  for (const shot of shots) {
    const operation = operationOf(stage.contract, shot.operation);
    const actor = actorOf(stage.roster, stage.roster.able(operation)[0]?.name);
    const caller = stage.roster.caller(actor, operation);
    const collection = collectionOf(stage.contract, operation);
    const thing = collection && (await (operation.safe ? things.shared : things.fresh)(collection, actor.account));
    if (collection && !thing) {
      stage.take(shot, {
        controls: [],
        probes: [],
        undecided: { why: `no object of ${collection.path} could be made`, outcome: 'blocked', needs: 'a principal that may create one' },
      });
      continue;
    }
    const bindings = thing?.bindings ?? {};
    const intruder = intruderOf(stage, shot, caller, operation);
    const probe = await stage.send(operation, { bindings, ...(intruder && { caller: intruder }) });
    things.notice(operation, actor.account, probe, thing);
    const earlier = controls.get(operation.id);
    // What was served may have taken the object away, and the control needs another.
    const still = collection && !operation.safe && isSuccess(probe) ? await things.fresh(collection, actor.account) : thing;
    const good = { role: 'control', caller, bindings: still?.bindings ?? {} } as const;
    const sent = (operation.safe && earlier) || (await things.call(operation, good, still));
    // What can be made only once was made by the control before.
    const control = sent.reply?.status === 409 && earlier && isSuccess(earlier) ? earlier : sent;
    controls.set(operation.id, control);
    stage.take(shot, { controls: [control], probes: [probe] });
  }
}

/** Who makes a shot's request; undefined for nobody. */
function intruderOf(stage: Stage, { principal, variant }: Shot, good: Caller, operation: Operation): Caller | undefined {
  if (principal !== undefined) return stage.roster.caller(actorOf(stage.roster, principal), operation);
  return variant === 'unknown' ? withSecret(good, 'unknown', (_, scheme) => unknownSecret(scheme)) : undefined;
}

import type { Operation } from '../../../spec/contract.ts';
import type { Evidence, Shot } from '../../engine/evidence.ts';
import { calledFrom, inside, knowsLists, outside, restricted } from '../../principals/origin.ts';
import type { Actor } from '../../engine/settings.ts';
import { isSuccess, type Stage } from '../../engine/scenario-context.ts';
import { collectionOf, createThings, permissionsFor, type Things } from '../../principals/test-resources.ts';
import { actorOf, nobodyFor, operationOf, plainestFor, type PlannedShot, type Plot, type Scene } from '../../engine/scenario.ts';

/** Fact `alive`: a 401 notwithstanding, the credential was accepted from an address of its list. */
export const elsewhere: Scene = {
  name: 'blocked-address',
  says: 'Calls every secured operation from an address that the principal’s list does not hold, and then as somebody of the same account without a list.',
  shots: (plot) =>
    knowsLists(plot.contract) === true
      ? plot.contract.operations.filter((operation) => !operation.public).map((operation) => shotOf(plot, operation))
      : [],
  async play(stage, shots) {
    const things = createThings(stage);
    const aliveness = new Map<string, boolean>();
    for (const shot of shots) {
      const take = await call(stage, things, shot);
      const [probe] = take.probes;
      observe(stage, probe);
      if (probe?.reply?.status === 401 && !aliveness.has(shot.principal!)) {
        aliveness.set(shot.principal!, await isAlive(stage, actorOf(stage.roster, shot.principal)));
      }
      stage.take(shot, { ...take, facts: { alive: aliveness.get(shot.principal!) ?? false } });
    }
  },
};

/** Principals whose scopes allow an operation and whose list keeps them from calling it from here, or from an address that can be chosen. */
export function outsiders({ roster, settings }: Pick<Plot, 'roster' | 'settings'>, operation: Operation): readonly Actor[] {
  return restricted(roster).filter(
    (actor) => roster.concerns(actor, operation) && roster.allows(actor, operation) && outside(actor, settings.origin) !== undefined,
  );
}

/** What is missing where nobody is kept from an operation by a list alone. */
export function noOutsiderFor({ id, security }: Operation): NonNullable<Shot['blocked']> {
  const scopes = security.flatMap(({ requirements }) => requirements.flatMap((requirement) => requirement.scopes));
  const needs = `a principal with from, this machine not among them${scopes.length > 0 ? `, and the scope ${[...new Set(scopes)].join(' or ')}` : ''} (principals)`;
  return { why: `no principal is kept from ${id} by its list of addresses alone`, needs };
}

function shotOf(plot: Plot, operation: Operation): PlannedShot {
  const outsider = outsiders(plot, operation).find((actor) => companionFor(plot, operation, actor));
  const permissions = permissionsFor(plot.contract, operation);
  const planned = {
    operation: operation.id,
    cost: operation.safe ? 2 : 3,
    ...(permissions.length > 0 && { permissions }),
  };
  if (outsider) return { ...planned, principal: outsider.name };
  return { ...planned, blocked: plot.roster.able(operation).length === 0 ? nobodyFor(operation)! : noOutsiderFor(operation) };
}

/** Somebody without a list who may call the operation; of the same account where it concerns an object. */
function companionFor(
  { contract, roster }: Pick<Plot, 'contract' | 'roster'>,
  operation: Operation,
  { account }: Actor,
): Actor | undefined {
  const able = roster.able(operation);
  const mate = able.find((actor) => actor.account === account);
  return collectionOf(contract, operation) ? mate : (mate ?? able[0]);
}

async function call(stage: Stage, things: Things, shot: Shot) {
  const operation = operationOf(stage.contract, shot.operation);
  const actor = actorOf(stage.roster, shot.principal);
  const companion = companionFor(stage, operation, actor)!;
  const collection = collectionOf(stage.contract, operation);
  const thing = collection && (await (operation.safe ? things.shared : things.fresh)(collection, actor.account));
  if (collection && thing?.account !== actor.account) {
    const why = `no object of ${collection.path} could be made for the account of ${actor.name}`;
    const needs = 'a principal of that account that may create one (principals)';
    return { controls: [], probes: [], undecided: { why, outcome: 'blocked' as const, needs } };
  }
  const bindings = thing?.bindings ?? {};
  const alter = calledFrom(outside(actor, stage.settings.origin)!);
  const probe = await stage.send(operation, { caller: stage.roster.caller(actor, operation), bindings, alter });
  things.notice(operation, actor.account, probe, thing);
  // What was served may have taken the object away, and the control needs another.
  const still = collection && !operation.safe && isSuccess(probe) ? await things.fresh(collection, actor.account) : thing;
  const caller = stage.roster.caller(companion, operation);
  const control = await things.call(operation, { role: 'control', caller, bindings: still?.bindings ?? {} }, still);
  return { controls: [control], probes: [probe] };
}

/** Whether a credential works where it may. */
async function isAlive(stage: Stage, actor: Actor): Promise<boolean> {
  const place = inside(actor, stage.settings.origin);
  const operation = place && plainestFor(stage, actor);
  if (!operation) return false;
  return isSuccess(
    await stage.send(operation, { role: 'control', caller: stage.roster.caller(actor, operation), alter: calledFrom(place) }),
  );
}

/** Refusals that are fair and are not what documents say. */
function observe(stage: Stage, probe: Evidence | undefined): void {
  if (probe?.trouble?.kind === 'closed') stage.observe('address', 'a blocked address is not answered: the connection is closed', [probe]);
  if (probe?.reply?.status === 401) stage.observe('address', 'a blocked address is answered with 401, as a bad credential is', [probe]);
}

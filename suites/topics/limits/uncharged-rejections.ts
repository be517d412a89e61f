import type { Operation } from '../../../spec/contract.ts';
import { unknownSecret, withSecret } from '../../principals/credentials.ts';
import type { Evidence } from '../../engine/evidence.ts';
import { calledFrom, inside, knowsLists, outside, restricted, type Place } from '../../principals/origin.ts';
import type { Actor } from '../../engine/settings.ts';
import type { Stage } from '../../engine/scenario-context.ts';
import { outsiders } from '../address/blocked-address.ts';
import { actorOf, operationOf, plainestFor, type PlannedShot, type Plot, type Scene } from '../../engine/scenario.ts';

/** How many bad requests go between the two good ones. */
const bad = 3;

/**
 * Variants: none for bad credentials; `unlisted` for a principal at an address that its list does not hold. Probes: a good call before, the
 * refusals of `unlisted`, and a good call after.
 */
export const freeRefusals: Scene = {
  name: 'uncharged-rejections',
  says: 'Sends requests that must be refused, for their credentials or for the address that they come from, between two good calls, and compares what remains.',
  shots: (plot) => (plot.contract.rateLimit.remaining.length === 0 ? [] : [badly(plot), ...unlisted(plot)]),
  async play(stage, shots) {
    for (const shot of shots) {
      const operation = operationOf(stage.contract, shot.operation);
      const actor = actorOf(stage.roster, shot.principal);
      const { watcher, place } = watchFor(stage, actor, operation)!;
      // Room for both calls at once, lest a wait between them ends the window.
      const trouble = await stage.ledger.makeRoom(watcher, shot.variant === 'unlisted' ? 2 + bad : 2);
      if (trouble) {
        stage.take(shot, {
          controls: [],
          probes: [],
          undecided: { why: trouble.says, outcome: 'blocked', ...(trouble.needs !== undefined && { needs: trouble.needs }) },
        });
        continue;
      }
      const look = () =>
        stage.send(operation, { caller: stage.roster.caller(watcher, operation), ...(place && { alter: calledFrom(place) }) });
      const before = await look();
      const refusals = await (shot.variant === 'unlisted' ? fromElsewhere(stage, actor, operation) : asStrangers(stage, actor, operation));
      const after = await look();
      stage.take(shot, { controls: [], probes: [before, ...refusals, after] });
    }
  },
};

function badly(plot: Plot): PlannedShot {
  const { roster } = plot;
  const freest = roster.active.toSorted((one, other) => roster.freedom(other) - roster.freedom(one));
  const actor = freest.find((candidate) => plainestFor(plot, candidate));
  const operation = actor && plainestFor(plot, actor);
  if (actor && operation) return { operation: operation.id, principal: actor.name, cost: 2 + bad * 2 };
  return { cost: 0, blocked: { why: 'no live principal may call a safe operation', needs: 'a principal that may read (principals)' } };
}

function unlisted(plot: Plot): readonly PlannedShot[] {
  if (knowsLists(plot.contract) !== true) return [];
  const planned = { variant: 'unlisted', cost: 2 + bad };
  for (const actor of restricted(plot.roster)) {
    const operation = plainestFor(plot, actor);
    const seen = operation && outsiders(plot, operation).includes(actor) && watchFor(plot, actor, operation);
    if (seen) return [{ ...planned, operation: operation.id, principal: actor.name }];
  }
  const why = 'no principal is kept away by its list while its quota can be watched';
  const needs = 'a principal with from, this machine not among them, and another one of its account (principals)';
  return [{ ...planned, cost: 0, blocked: { why, needs } }];
}

/** Who sees what an account has spent: its principal itself, at an address that its list holds, or another one of the account. */
function watchFor(
  { roster, settings }: Pick<Plot, 'roster' | 'settings'>,
  actor: Actor,
  operation: Operation,
): { readonly watcher: Actor; readonly place?: Place } | undefined {
  if (actor.from === undefined) return { watcher: actor };
  const place = inside(actor, settings.origin);
  if (place) return { watcher: actor, place };
  const mate = roster.able(operation).find(({ account }) => account === actor.account);
  return mate && { watcher: mate };
}

async function asStrangers(stage: Stage, actor: Actor, operation: Operation): Promise<readonly Evidence[]> {
  const stranger = withSecret(stage.roster.caller(actor, operation), 'unknown', (_, scheme) => unknownSecret(scheme));
  for (let count = 0; count < bad; count += 1) {
    await stage.send(operation, { role: 'preparation' });
    await stage.send(operation, { role: 'preparation', caller: stranger });
  }
  return [];
}

async function fromElsewhere(stage: Stage, actor: Actor, operation: Operation): Promise<readonly Evidence[]> {
  const alter = calledFrom(outside(actor, stage.settings.origin)!);
  const refusals: Evidence[] = [];
  for (let count = 0; count < bad; count += 1)
    refusals.push(await stage.send(operation, { caller: stage.roster.caller(actor, operation), alter }));
  return refusals;
}

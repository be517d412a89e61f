import type { Evidence } from '../../engine/evidence.ts';
import type { Actor } from '../../engine/settings.ts';
import { forwardingFields } from '../address/forwarded-address.ts';
import { actorOf, operationOf, plainestFor, type PlannedShot, type Plot, type Scene } from '../../engine/scenario.ts';

/** The fields that limiters are known to go by. */
export const disguises = ['x-forwarded-for', 'forwarded', 'x-real-ip'] as const;

/** Addresses that belong to nobody. @see RFC 5737 §3 */
export const strangers = ['198.51.100.21', '198.51.100.84', '192.0.2.133'];

/** How many requests a plan's windows should have, so that the calls are but a part of them. */
const enough = 30;

/** Probes: two calls as they are, calls that name another address each, a call as it is. */
export const forwardedCalls: Scene = {
  name: 'forwarded-for',
  says: 'Calls a few times in a row as one principal and names another address in a forwarding field each time, to see whether what remains goes on falling.',
  shots: (plot) => {
    if (plot.contract.rateLimit.remaining.length === 0) return [];
    const actor = watched(plot);
    if (!actor) {
      const blocked = { why: 'no live principal may call a safe operation', needs: 'a principal that may read (principals)' };
      return [{ cost: 0, blocked }];
    }
    const operation = plainestFor(plot, actor)!;
    return disguises.map((variant): PlannedShot => ({
      operation: operation.id,
      principal: actor.name,
      variant,
      cost: strangers.length + 3,
    }));
  },
  async play(stage, shots) {
    for (const shot of shots) {
      const operation = operationOf(stage.contract, shot.operation);
      const actor = actorOf(stage.roster, shot.principal);
      const caller = stage.roster.caller(actor, operation);
      const trouble = await stage.ledger.makeRoom(actor, strangers.length + 3);
      if (trouble) {
        stage.take(shot, {
          controls: [],
          probes: [],
          undecided: { why: trouble.says, outcome: 'blocked', ...(trouble.needs !== undefined && { needs: trouble.needs }) },
        });
        continue;
      }
      const probes: Evidence[] = [];
      for (const headers of [[], [], ...strangers.map((address) => forwardingFields[shot.variant!]!(address)), []]) {
        probes.push(await stage.send(operation, { caller, headers }));
      }
      stage.take(shot, { controls: [], probes });
    }
  },
};

/** Somebody whose quota is given back slowly, and who still has enough of it. */
export function watched(plot: Plot): Actor | undefined {
  const { active, freedom } = plot.roster;
  const able = active.filter((actor) => plainestFor(plot, actor)).toSorted((one, other) => freedom(one) - freedom(other));
  return able.find((actor) => freedom(actor) >= enough) ?? able.at(-1);
}

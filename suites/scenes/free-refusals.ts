import { unknownSecret, withSecret } from '../credentials.ts';
import { actorOf, operationOf, plainestFor, type Scene } from './scene.ts';

/** How many bad requests go between the two good ones. */
const bad = 3;

/** Probes: a good call before and a good call after. */
export const freeRefusals: Scene = {
  name: 'free-refusals',
  says: 'Sends requests with bad credentials between two good calls, and compares what remains.',
  shots: (plot) => {
    const actor = plot.roster.active
      .toSorted((one, other) => plot.roster.freedom(other) - plot.roster.freedom(one))
      .find((candidate) => plainestFor(plot, candidate));
    const operation = actor && plainestFor(plot, actor);
    if (plot.contract.rateLimit.remaining.length === 0) return [];
    if (!actor || !operation)
      return [
        { cost: 0, blocked: { why: 'no live principal may call a safe operation', needs: 'a principal that may read (principals)' } },
      ];
    return [{ operation: operation.id, principal: actor.name, cost: 2 + bad * 2 }];
  },
  async play(stage, shots) {
    for (const shot of shots) {
      const operation = operationOf(stage.contract, shot.operation);
      const caller = stage.roster.caller(actorOf(stage.roster, shot.principal), operation);
      const stranger = withSecret(caller, 'unknown', (_, scheme) => unknownSecret(scheme));
      const before = await stage.send(operation, { caller });
      for (let count = 0; count < bad; count += 1) {
        await stage.send(operation, { role: 'preparation' });
        await stage.send(operation, { role: 'preparation', caller: stranger });
      }
      const after = await stage.send(operation, { caller });
      stage.take(shot, { controls: [], probes: [before, after] });
    }
  },
};

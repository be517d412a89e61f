import type { Evidence } from '../../engine/evidence.ts';
import { spoilings, spoilt, unknownSecret, withSecret } from '../../principals/credentials.ts';
import { simplestOperation } from '../../http/request.ts';
import type { Caller } from '../../principals/principals.ts';
import { actorOf, nobodyFor, operationOf, type PlannedShot, type Scene } from '../../engine/scenario.ts';

/** Every kind of bad credential on one operation, where the answers can be compared; `missing` twice, to see what changes by itself. */
export const imposters: Scene = {
  name: 'unknown-credentials',
  says: 'Calls one operation without a credential and with unknown, spoilt, revoked and expired ones, between two calls with a good one.',
  shots: ({ contract, roster }) => {
    const operation = simplestOperation(contract);
    if (!operation) return [];
    const good = roster.able(operation)[0];
    const plan = (variant: string, more: Partial<PlannedShot> = {}): PlannedShot => ({
      operation: operation.id,
      variant,
      cost: 1,
      ...(!good && { blocked: nobodyFor(operation)! }),
      ...more,
    });
    const dead = (['revoked', 'expired'] as const).flatMap((state) => {
      const actors = roster.actors.filter((actor) => actor.state === state);
      if (actors.length > 0) return actors.map(({ name }) => plan(state, { principal: name }));
      return [
        plan(state, { blocked: { why: `no ${state} credential is at hand`, needs: `a principal with state: ${state} (principals)` } }),
      ];
    });
    return [plan('missing', { cost: 2 }), plan('unknown'), ...Object.keys(spoilings).map((variant) => plan(variant)), ...dead];
  },
  async play(stage, shots) {
    const operation = operationOf(stage.contract, shots[0]?.operation);
    const good = stage.roster.caller(actorOf(stage.roster, stage.roster.able(operation)[0]?.name), operation);
    const control = () => stage.send(operation, { role: 'control', caller: good });
    const callerOf = (variant: string, principal: string | undefined): Caller | undefined => {
      if (variant === 'missing') return undefined;
      if (variant === 'unknown') return withSecret(good, 'unknown', (_, scheme) => unknownSecret(scheme));
      if (variant in spoilings) return spoilt(stage.vault, good, variant);
      return stage.roster.caller(actorOf(stage.roster, principal), operation);
    };
    const before = await control();
    const probes: Evidence[] = [];
    for (const shot of shots) {
      const caller = callerOf(shot.variant!, shot.principal);
      probes.push(await stage.send(operation, caller ? { caller } : {}));
    }
    const again = shots.some(({ variant }) => variant === 'missing') ? [await stage.send(operation, {})] : [];
    const after = await control();
    shots.forEach((shot, index) => {
      const more = shot.variant === 'missing' ? again : [];
      stage.take(shot, { controls: [before, after], probes: [probes[index]!, ...more] });
    });
  },
};

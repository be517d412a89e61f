import { unknownSecret, withSecret } from '../../principals/credentials.ts';
import { isSuccess } from '../../engine/scenario-context.ts';
import { actorOf, operationOf, plainestFor, type PlannedShot, type Scene } from '../../engine/scenario.ts';

/** Probes over plain HTTP: an unknown credential, twice, to see what changes by itself, and a good one. A server does right to revoke what comes so: hence the permission. */
export const plainCredentials: Scene = {
  name: 'plain-http-credentials',
  says: 'Sends a good credential that is expendable over plain HTTP, and an unknown one.',
  shots: (plot) => {
    if (!plot.contract.secureOnly) return [];
    const planned: PlannedShot = { cost: 5, permissions: ['destructive'] };
    const candidates = plot.roster.actors.filter(({ state, expendable, from }) => state === 'active' && expendable && from === undefined);
    const actor = candidates.toSorted((one, other) => plot.roster.freedom(other) - plot.roster.freedom(one))[0];
    const operation = actor && plainestFor(plot, actor);
    if (actor && operation) return [{ ...planned, operation: operation.id, principal: actor.name }];
    if (candidates.length > 0) return [{ ...planned, absent: 'no expendable principal can call a safe operation alone' }];
    const why = 'there is no expendable principal';
    return [{ ...planned, blocked: { why, needs: 'a live principal with expendable: true (principals)' } }];
  },
  async play(stage, shots) {
    for (const shot of shots) {
      const operation = operationOf(stage.contract, shot.operation);
      const actor = actorOf(stage.roster, shot.principal);
      const caller = stage.roster.caller(actor, operation);
      // Its quota may have been spent on purpose before.
      await stage.reset(actor);
      const unknown = withSecret(caller, 'unknown', (_, scheme) => unknownSecret(scheme));
      const control = await stage.send(operation, { role: 'control', caller });
      const plainly = (who: typeof caller) => stage.send(operation, { caller: who, channel: 'plain', unpaced: true });
      const probes = [await plainly(unknown), await plainly(unknown), await plainly(caller)];
      const after = await stage.send(operation, { role: 'preparation', caller });
      const says = isSuccess(after) ? 'goes on working' : 'no longer works';
      if (probes[2]!.reply && after.reply)
        stage.observe('transport', `a credential that came over plain HTTP ${says}`, [probes[2]!, after]);
      stage.take(shot, { controls: [control], probes });
    }
  },
};

import { unknownSecret, withSecret } from '../../principals/credentials.ts';
import type { Evidence } from '../../engine/evidence.ts';
import { valueAtPlace } from '../../expectations/quota.ts';
import type { Stage } from '../../engine/scenario-context.ts';
import { actorOf, operationOf, type PlannedShot, type Scene } from '../../engine/scenario.ts';

/** Variants: `live` for each live principal, `missing` and `unknown` for bad credentials. */
export const introductions: Scene = {
  name: 'whoami',
  says: 'Asks the self-test operation who is calling, as every live principal and as nobody.',
  shots: ({ contract, roster }) => {
    const { whoami } = contract;
    if (!whoami) return [];
    const operation = operationOf(contract, whoami.operation);
    const concerned = roster.active.filter((actor) => roster.concerns(actor, operation));
    const live = concerned.map(({ name }): PlannedShot => ({ operation: operation.id, principal: name, variant: 'live', cost: 1 }));
    const blocked = { why: 'no live principal is at hand', needs: 'a principal (principals)' };
    const nobody = ['missing', 'unknown'].map((variant): PlannedShot => ({
      operation: operation.id,
      variant,
      cost: 1,
      ...(live.length === 0 && { blocked }),
    }));
    return [...(live.length > 0 ? live : [{ operation: operation.id, variant: 'live', cost: 0, blocked }]), ...nobody];
  },
  async play(stage, shots) {
    const operation = operationOf(stage.contract, shots[0]?.operation);
    const callerOf = (name: string | undefined) => stage.roster.caller(actorOf(stage.roster, name), operation);
    const somebody = stage.roster.active.find((actor) => stage.roster.concerns(actor, operation))?.name;
    const live = [];
    for (const shot of shots.filter(({ variant }) => variant === 'live')) {
      const probe = await stage.send(operation, { caller: callerOf(shot.principal) });
      stage.take(shot, { controls: [], probes: [probe] });
      observeExpansion(stage, shot.principal, probe);
      live.push(probe);
    }
    const control = live[0] ?? (await stage.send(operation, { role: 'control', caller: callerOf(somebody) }));
    const stranger = withSecret(callerOf(somebody), 'unknown', (_, scheme) => unknownSecret(scheme));
    for (const shot of shots.filter(({ variant }) => variant !== 'live')) {
      const probe = await stage.send(operation, shot.variant === 'unknown' ? { caller: stranger } : {});
      stage.take(shot, { controls: [control], probes: [probe] });
    }
  },
};

/** Scopes that are listed because another implies them: neither right nor wrong. */
function observeExpansion(stage: Stage, principal: string | undefined, evidence: Evidence): void {
  const place = stage.contract.whoami?.scopes;
  const listed = place && evidence.reply ? valueAtPlace(place, evidence.reply) : undefined;
  const actor = actorOf(stage.roster, principal);
  const implied = [...stage.roster.granted(actor)].filter((scope) => !actor.scopes.includes(scope));
  if (!Array.isArray(listed) || !implied.some((scope) => listed.includes(scope))) return;
  stage.observe('selftest', `the self-test lists for ${actor.name} also the scopes that its own imply`, [evidence]);
}

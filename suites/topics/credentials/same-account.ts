import type { Evidence } from '../../engine/evidence.ts';
import { groupBy } from '../../engine/group.ts';
import { quotaOf } from '../../expectations/quota.ts';
import type { Stage } from '../../engine/scenario-context.ts';
import { actorOf, operationOf, plainestFor, type PlannedShot, type Scene } from '../../engine/scenario.ts';

/** Probes: a call with each of two credentials of one account. Observes whether they spend one quota. */
export const siblings: Scene = {
  name: 'same-account',
  says: 'Calls with two credentials of one account in turn.',
  shots: (plot) => {
    const accounts = [...groupBy(plot.roster.active, ({ account }) => account).entries()];
    const [account, members = []] = accounts.find(([, mates]) => mates.filter((mate) => plainestFor(plot, mate)).length > 1) ?? [];
    const pair = members.filter((mate) => plainestFor(plot, mate)).slice(0, 2);
    if (account === undefined)
      return [
        {
          cost: 0,
          blocked: { why: 'no account has two live principals that may read', needs: 'two principals of one account (principals)' },
        },
      ];
    return [{ principal: pair.map(({ name }) => name).join('+'), cost: 3 } satisfies PlannedShot];
  },
  async play(stage, shots) {
    for (const shot of shots) {
      const probes: Evidence[] = [];
      for (const name of shot.principal!.split('+')) {
        const actor = actorOf(stage.roster, name);
        const operation = operationOf(stage.contract, plainestFor(stage, actor)?.id);
        probes.push(await stage.send(operation, { caller: stage.roster.caller(actor, operation) }));
      }
      observePartition(stage, probes);
      stage.take(shot, { controls: [], probes });
    }
  },
};

/** Whether the second call found what the first one had spent. */
function observePartition(stage: Stage, probes: readonly Evidence[]): void {
  const [first, second] = probes.map(({ reply }) => (reply ? quotaOf(stage.contract, reply) : {}));
  if (first?.remaining === undefined || second?.remaining === undefined || first.limit !== second.limit) return;
  const shared = second.remaining === first.remaining - 1;
  stage.observe(
    'limits',
    shared ? 'two credentials of one account spend one quota' : 'two credentials of one account each have a quota of their own',
    probes,
  );
}

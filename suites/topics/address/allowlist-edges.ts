import type { Operation } from '../../../spec/contract.ts';
import type { Evidence, Shot } from '../../engine/evidence.ts';
import { borders, calledFrom, callsFromHere, knowsLists, middles, restricted } from '../../principals/origin.ts';
import type { Actor } from '../../engine/settings.ts';
import type { Stage } from '../../engine/scenario-context.ts';
import { actorOf, operationOf, plainestFor, type PlannedShot, type Plot, type Scene } from '../../engine/scenario.ts';

/**
 * Variants, each followed by the address that is called from unless it is the usual one: `listed`, in the midst of an entry; `inside`, at its
 * end; `outside`, next to it; `free`, for a principal without a list.
 */
export const borderCalls: Scene = {
  name: 'allowlist-edges',
  says: 'Calls from addresses in the midst, at the ends and just outside of each entry of a list, as far as this machine has them, and as a principal without a list.',
  shots: (plot) => (knowsLists(plot.contract) === true ? [...listed(plot), ...atBorders(plot), ...free(plot)] : []),
  async play(stage, shots) {
    const controls = new Map<string, Evidence>();
    for (const shot of shots) {
      const operation = operationOf(stage.contract, shot.operation);
      const probe = await callAs(stage, operation, actorOf(stage.roster, shot.principal), shot);
      if (wordOf(shot) !== 'outside') {
        stage.take(shot, { controls: [], probes: [probe] });
        continue;
      }
      const key = `${operation.id} ${addressOf(shot)}`;
      const companion = stage.roster.able(operation)[0];
      const control = controls.get(key) ?? (companion && (await callAs(stage, operation, companion, shot, 'control')));
      if (control) controls.set(key, control);
      stage.take(shot, { controls: control ? [control] : [], probes: [probe] });
    }
  },
};

const wordOf = ({ variant = '' }: Shot) => variant.split(' ')[0]!;
const addressOf = ({ variant = '' }: Shot): string | undefined => variant.split(' ')[1];

function callAs(stage: Stage, operation: Operation, actor: Actor, shot: Shot, role: Evidence['role'] = 'probe'): Promise<Evidence> {
  const from = addressOf(shot);
  return stage.send(operation, {
    role,
    caller: stage.roster.caller(actor, operation),
    alter: calledFrom(from === undefined ? {} : { from }),
  });
}

/** One shot for each address, as a principal that has an operation to be watched with. */
function shotsAs(plot: Plot, actor: Actor, variants: readonly string[]): readonly PlannedShot[] {
  const operation = plainestFor(plot, actor);
  if (!operation) return [];
  return variants.map((variant) => ({
    operation: operation.id,
    principal: actor.name,
    variant,
    cost: variant.startsWith('outside') ? 2 : 1,
  }));
}

function listed(plot: Plot): readonly PlannedShot[] {
  const { origin } = plot.settings;
  const shots = restricted(plot.roster).flatMap((actor) => {
    const addresses = middles(actor, origin).map((address) => `listed ${address}`);
    return shotsAs(plot, actor, addresses.length === 0 && callsFromHere(actor, origin) ? ['listed'] : addresses);
  });
  const why = 'no list holds an address that this machine is known to call from';
  const needs = 'a principal with from and here: true, whose list holds this machine’s address (principals)';
  return shots.length > 0 ? shots : [{ variant: 'listed', cost: 0, blocked: { why, needs } }];
}

function atBorders(plot: Plot): readonly PlannedShot[] {
  const { origin, profile } = plot.settings;
  const shots = restricted(plot.roster).flatMap((actor) =>
    shotsAs(
      plot,
      actor,
      borders(actor, origin).map(({ address, listed: within }) => `${within ? 'inside' : 'outside'} ${address}`),
    ),
  );
  if (shots.length > 0) return shots;
  const why = 'no list has a border at an address that this machine can choose';
  const needs = 'a target on loopback, and a principal whose list has a range there, such as 127.0.0.8/30 (principals)';
  // Elsewhere nobody can choose where a request seems to come from: only who asks for the whole catalogue is told that it is missing.
  return [{ variant: 'inside', cost: 0, ...(profile === 'full' || origin ? { blocked: { why, needs } } : { outside: why }) }];
}

/** As a principal without a list, from the usual address and from another one. */
function free(plot: Plot): readonly PlannedShot[] {
  const { origin } = plot.settings;
  const actor = plot.roster.active
    .toSorted((one, other) => plot.roster.freedom(other) - plot.roster.freedom(one))
    .find((candidate) => plainestFor(plot, candidate));
  if (!actor) {
    const blocked = { why: 'no live principal without a list may call a safe operation', needs: 'a principal without from (principals)' };
    return [{ variant: 'free', cost: 0, blocked }];
  }
  const others = restricted(plot.roster).flatMap((mate) => borders(mate, origin).map(({ address }) => address));
  return shotsAs(plot, actor, [
    'free',
    ...others
      .filter((address) => address !== origin?.usual)
      .slice(0, 2)
      .map((address) => `free ${address}`),
  ]);
}

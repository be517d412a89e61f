import type { Contract, Plan, Window } from '../../../spec/contract.ts';
import { isSuccess } from '../../engine/scenario-context.ts';
import { actorOf, operationOf, plainestFor, type PlannedShot, type Plot, type Scene } from '../../engine/scenario.ts';

/** Plans whose shortest window allows more than this many requests are left to `exhaustion`: more at once is a load test. */
const most = 120;

/** So many more than the window allows are sent at once. */
const beyond = (window: Window) => window.limit + Math.max(5, Math.ceil(window.limit / 4));

/** The probe is the first refusal, had one by one where the rush met none. */
export const stampede: Scene = {
  name: 'parallel-burst',
  says: 'Sends more requests at once than the shortest window of a plan allows, as an expendable principal.',
  shots: (plot) => plot.contract.plans.filter((plan) => shortest(plan).limit <= most).map((plan) => shotOf(plot, plan)),
  async play(stage, shots) {
    for (const shot of shots) {
      const actor = actorOf(stage.roster, shot.principal);
      const operation = operationOf(stage.contract, shot.operation);
      const window = shortestOf(stage.contract, actor.plan)!;
      const fresh = await stage.reset(actor);
      const caller = stage.roster.caller(actor, operation);
      const rush = await stage.volley(operation, caller, beyond(window), beyond(window));
      const refused = rush.last && isSuccess(rush.last) ? await stage.volley(operation, caller, window.limit * 2, 1) : rush;
      const ticks = refused === rush ? rush.ticks : [...rush.ticks, ...refused.ticks];
      stage.take(shot, { controls: [], probes: refused.last ? [refused.last] : [], ticks, facts: { fresh } });
    }
  },
};

const shortest = ({ windows }: Plan): Window => windows.toSorted((one, other) => one.seconds - other.seconds)[0]!;

/** The shortest window of a plan. */
export function shortestOf(contract: Contract, name: string | undefined): Window | undefined {
  const plan = contract.plans.find((candidate) => candidate.name === name);
  return plan && shortest(plan);
}

function shotOf(plot: Plot, plan: Plan): PlannedShot {
  const burner = plot.roster.actors.find(
    (actor) => actor.expendable && actor.state === 'active' && actor.plan === plan.name && actor.from === undefined,
  );
  const operation = burner && plainestFor(plot, burner);
  const planned = { variant: plan.name, cost: beyond(shortest(plan)), permissions: ['burn'] as const };
  if (burner && operation) return { ...planned, principal: burner.name, operation: operation.id };
  return {
    ...planned,
    blocked: {
      why: `no expendable principal of the plan ${plan.name} is at hand`,
      needs: `a principal with plan: ${plan.name} and expendable: true (principals)`,
    },
  };
}

import type { Plan, Window } from '../../../spec/quotas.ts';
import type { Part } from '../settings.ts';

/** The most requests that a scenario sends in a row to compare what is left of a quota. */
export const seriesLength = 6;

/** How many units the costliest request of a plan takes. */
export const mostUnitsOf = ({ costs }: Pick<Plan, 'costs'>): number => Math.max(1, ...Object.values(costs));

type SharedPart = Pick<Part, 'players' | 'quiet'>;

/** A plan with the parts of its windows that one of several shards may use. */
export function sharedPlan(plan: Plan, part: SharedPart): Plan {
  if (part.players === 1) return plan;
  const shares = (windows: readonly Window[]) => windows.map((window) => shareOf(window, plan, part));
  const operations = Object.fromEntries(Object.entries(plan.operations).map(([id, windows]) => [id, shares(windows)]));
  return { ...plan, windows: shares(plan.windows), operations };
}

/**
 * The part of a window that one of several shards may use: all parts together are the window at most. The shard that counts has room for a series
 * of requests in its own.
 */
function shareOf(window: Window, plan: Plan, { players, quiet }: SharedPart): Window {
  const cost = mostUnitsOf(plan);
  const each = Math.floor(Math.min(window.limit / players, (window.limit - seriesLength * cost) / (players - 1)));
  return { ...window, limit: quiet === 'uses' ? window.limit - (players - 1) * each : each };
}

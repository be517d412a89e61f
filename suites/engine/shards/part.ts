/**
 * How the shards of a run divide it. No connection joins them: each computes the same division from the document and the configuration, before
 * it sends anything.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import { everyWindow } from '../../../spec/plan.ts';
import type { Case } from '../evidence.ts';
import { countsByAddress } from '../quota-pacer.ts';
import type { PlanningContext } from '../scenario.ts';
import type { Part, Permission, Settings } from '../settings.ts';
import { mostUnitsOf, seriesLength } from './share.ts';

/** A scenario of the whole run. */
export interface DividedScenario {
  readonly name: string;
  readonly cases: readonly Case[];
  readonly requests: number;
  readonly permissions: readonly Permission[];
  /** Why one shard plays it with all others like it. */
  readonly together?: 'counts' | 'time' | 'exposure' | undefined;
}

/**
 * The part of one shard. The first shard plays what has to be in one place: scenarios that count, spend a quota on purpose, let time pass or
 * expose credentials. The others go to the shard with the fewest requests.
 *
 * @param planned - every scenario, in the order of the run; those without requests are the first shard's
 */
export function partOf(
  planned: readonly DividedScenario[],
  { contract, principals, settings, hooks }: PlanningContext,
  { index, total, ownTarget = false }: NonNullable<Settings['shard']>,
): Part {
  const expendable = new Set(principals.all.filter((principal) => principal.expendable).map(({ name }) => name));
  const spends = ({ permissions, cases }: DividedScenario) =>
    permissions.includes('burn') || cases.some(({ principal = '' }) => expendable.has(principal));
  const isFirst = (one: DividedScenario) => one.requests === 0 || one.together !== undefined || spends(one);
  const most = ownTarget ? total : Math.min(total, mostPlayers(contract, settings, planned.some(spends)));
  const parts = Array.from({ length: most }, (): { requests: number; names: string[] } => ({ requests: 0, names: [] }));
  const give = ({ name, requests }: DividedScenario, part: (typeof parts)[number]) => {
    part.requests += requests;
    part.names.push(name);
  };
  for (const one of planned.filter(isFirst)) give(one, parts[0]!);
  for (const one of planned.filter((other) => !isFirst(other)).toSorted((a, b) => b.requests - a.requests)) {
    const smallest = Math.min(...parts.map(({ requests }) => requests));
    give(
      one,
      parts.find(({ requests }) => requests === smallest)!,
    );
  }
  const players = parts.filter(({ requests }) => requests > 0);
  const own = parts[index - 1] ?? { requests: 0, names: [] };
  const counts = planned.some(({ together, requests }) => together === 'counts' && requests > 0);
  const isShared = !ownTarget && players.length > 1;
  const { budget, profile, pace } = settings;
  const all = players.reduce((sum, { requests }) => sum + requests, 0);
  const preflight = principals.active.length + 1;
  const agreed = {
    parts: parts.map(({ names }) => names),
    cases: planned.map(({ cases }) => cases),
    principals: settings.principals.map(({ name, account, plan, state, scopes }) => [name, account, plan, state, scopes]),
    hooks,
    budget,
    profile,
    pace,
  };
  return {
    scenarios: own.names,
    players: isShared ? players.length : 1,
    ...(isShared && counts && { quiet: index === 1 ? 'uses' : 'keeps' }),
    requests: isShared ? budgetOfPart(budget.requests, { preflight, players: players.length, own: own.requests, all }) : budget.requests,
    plan: createHash('sha256').update(JSON.stringify(agreed)).digest('hex').slice(0, 12),
  };
}

interface Shares {
  /** The requests of one preflight. */
  readonly preflight: number;
  readonly players: number;
  /** The requests of the shard, and of all. */
  readonly own: number;
  readonly all: number;
}

/** The part of the budget: what the preflight takes, and of the rest as large a part as that of the shard's requests. */
function budgetOfPart(most: number, { preflight, players, own, all }: Shares): number {
  return preflight + Math.max(0, Math.floor(((most - players * preflight) * own) / all));
}

/**
 * How many shards can share every quota: the first needs room for a series of requests, each other one for a request. If limits count by
 * address, a shard that uses one up on purpose does so for all.
 */
function mostPlayers(contract: PlanningContext['contract'], { principals }: Settings, areSpent: boolean): number {
  const byAddress = countsByAddress(contract);
  if (byAddress && areSpent) return 1;
  const used = new Set(principals.filter(({ state, expendable }) => state === 'active' && !expendable).map(({ plan }) => plan));
  const rooms = contract.plans
    .filter(({ name }) => used.has(name))
    .flatMap((plan) => everyWindow(plan).map(({ limit }) => Math.floor(limit / mostUnitsOf(plan)) - seriesLength + 1));
  return Math.max(1, Math.min(Number.MAX_SAFE_INTEGER, ...rooms));
}

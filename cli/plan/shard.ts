import type { Settings } from '../../suites/engine/settings.ts';

/** What one shard of a run does, and what it leaves to the others; nothing without shards. */
export function shardLines({ shard, budget }: Pick<Settings, 'shard' | 'budget'>, scenarios: number): readonly string[] {
  if (!shard?.part) return [];
  const { index, total, ownTarget = false } = shard;
  const { players, quiet, requests } = shard.part;
  const name = `Shard ${index} of ${total}`;
  if (ownTarget) return [`${name}: ${scenarios} scenarios; each shard has a target of its own`];
  const quietTime = {
    uses: 'In seconds 20 to 30 of each minute it compares remaining counts, and the other shards send nothing',
    keeps: 'In seconds 20 to 30 of each minute it sends nothing, and shard 1 compares remaining counts',
  };
  return [
    `${name}: ${scenarios} scenarios, at most ${requests} of the ${budget.requests} requests of the budget, and its part of each quota`,
    ...(players < total
      ? [`Only ${players} of ${total} shards have scenarios: quotas or scenarios are too few for more; the others send nothing`]
      : []),
    ...(quiet === undefined ? [] : [quietTime[quiet]]),
  ];
}

import type { Settings } from '../../suites/engine/settings.ts';

/** The pace of one worker, so that all workers of all shards together keep the pace of the run. */
export function sharedPace({ pace, shard }: Pick<Settings, 'pace' | 'shard'>, workers: number): Settings['pace'] {
  return pace && { ...pace, seconds: pace.seconds * workers * (shard?.total ?? 1) };
}

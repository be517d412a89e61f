import { setTimeout as sleep } from 'node:timers/promises';
import type { Settings } from '../engine/settings.ts';

/** Returns a function that resolves when the next request may be sent. Requests are spread evenly. */
export function createPace(pace: Settings['pace'], now: () => number): () => Promise<void> {
  if (pace === undefined) return () => Promise.resolve();
  const apartMs = (pace.seconds * 1000) / pace.requests;
  let next = 0;
  return async () => {
    const at = Math.max(now(), next);
    next = at + apartMs;
    await sleep(Math.max(0, at - now()));
  };
}

/** The pace of one worker, so that all workers of all shards together keep the pace of the run. */
export function sharedPace({ pace, shard }: Pick<Settings, 'pace' | 'shard'>, workers: number): Settings['pace'] {
  return pace && { ...pace, seconds: pace.seconds * workers * (shard?.total ?? 1) };
}

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

/** Settings with the pace of one of several shards or workers, which together keep the pace of the run. */
export function atSharedPace<Paced extends Pick<Settings, 'pace'>>(settings: Paced, sharers: number): Paced {
  const { pace } = settings;
  return pace ? { ...settings, pace: { ...pace, seconds: pace.seconds * sharers } } : settings;
}

/**
 * Quiet time: a few seconds of every minute, by the clocks of the machines, in which only the shard that compares remaining counts uses quotas
 * that others use too. Nothing else tells the shards of each other.
 *
 * @module
 */
import type { Target } from '../../http/target.ts';
import type { Part } from '../settings.ts';

/** The seconds of a minute. Limiters with fixed windows begin them with the minute. */
const quiet = { from: 20, to: 30 };

/** How far clocks may differ, and how long a request may be on its way, in seconds. */
const marginSeconds = 2;

/** How many seconds of it a series of requests may take. */
const seriesSeconds = 2;

const secondOf = (now: number) => (now / 1000) % 60;

/** In how many seconds a series of requests may begin. */
export function untilQuiet(now: number): number {
  const [first, last] = [quiet.from + marginSeconds, quiet.to - marginSeconds - seriesSeconds];
  const second = secondOf(now);
  return second >= first && second <= last ? 0 : (first - second + 60) % 60;
}

/** In how many seconds the quiet time has ended; 0 if it is none. */
export function untilLoud(now: number): number {
  const second = secondOf(now);
  return second >= quiet.from && second < quiet.to ? quiet.to - second : 0;
}

/** A target to which nothing is sent in quiet time, if the shard keeps it. */
export function quietly(target: Target, part: Pick<Part, 'quiet'> | undefined): Target {
  if (part?.quiet !== 'keeps') return target;
  const { reset } = target.capabilities;
  const passed = async () => {
    const seconds = untilLoud(target.now());
    if (seconds > 0) await target.wait(seconds * 1000);
  };
  return {
    ...target,
    capabilities: {
      ...target.capabilities,
      ...(reset && { reset: async (credential: string) => (await passed(), reset(credential)) }),
    },
    send: async (call) => (await passed(), target.send(call)),
  };
}

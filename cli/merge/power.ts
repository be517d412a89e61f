import type { Power } from '../../suites/result/result.ts';
import { largest } from '../run/power.ts';

/** The detection power of all shards together: a fault is detectable if one shard could detect it. */
export function unitedPower(powers: readonly Power[]): Power | undefined {
  if (powers.length === 0) return undefined;
  const within = [...new Set(powers.flatMap((power) => power.within))];
  const known = new Map(powers.flatMap(({ beyond }) => beyond.map((fault) => [fault.fault, fault] as const)));
  const beyond = [...known.values()].filter(({ fault }) => !within.includes(fault));
  const open = new Set(beyond.map(({ fault }) => fault));
  return { faults: within.length + beyond.length, within, beyond, additions: largest(unitedAdditions(powers, open)) };
}

/** Each addition once, with every fault that it makes detectable and that no shard could detect. */
function unitedAdditions(powers: readonly Power[], open: ReadonlySet<string>): Power['additions'] {
  const all = powers.flatMap(({ additions }) => additions);
  return [...new Set(all.map(({ needs }) => needs))].map((needs) => {
    const faults = all.filter((addition) => addition.needs === needs).flatMap((addition) => addition.faults);
    return { needs, adds: 0, faults: [...new Set(faults.filter((fault) => open.has(fault)))] };
  });
}

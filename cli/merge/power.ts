import type { Power } from '../../suites/result/result.ts';

/** So many additions are named, as in a run. */
const named = 3;

/**
 * The power of several shards together: what one of them would have noticed, all would. An addition counts for what it adds to them all,
 * so far as the shards named it.
 */
export function unitedPower(powers: readonly Power[]): Power | undefined {
  if (powers.length === 0) return undefined;
  const within = [...new Set(powers.flatMap((power) => power.within))];
  const known = new Map(powers.flatMap(({ beyond }) => beyond.map((fault) => [fault.fault, fault] as const)));
  const beyond = [...known.values()].filter(({ fault }) => !within.includes(fault));
  const open = new Set(beyond.map(({ fault }) => fault));
  return { faults: within.length + beyond.length, within, beyond, additions: best(additionsOf(powers), open) };
}

type Addition = Power['additions'][number];

/** Each addition once, with every fault that any shard names it for. */
function additionsOf(powers: readonly Power[]): readonly Addition[] {
  const all = powers.flatMap(({ additions }) => additions);
  return [...new Set(all.map(({ says }) => says))].map((says) => {
    const alike = all.filter((addition) => addition.says === says);
    return { ...alike[0]!, faults: [...new Set(alike.flatMap(({ faults }) => faults))] };
  });
}

/** Those that add most, each told by what it adds to those before it. */
function best(additions: readonly Addition[], open: ReadonlySet<string>, room = named): Addition[] {
  const gains = additions
    .map((addition) => ({ ...addition, faults: addition.faults.filter((fault) => open.has(fault)) }))
    .filter(({ faults }) => faults.length > 0)
    .toSorted((one, other) => other.faults.length - one.faults.length);
  const [first] = gains;
  if (!first || room === 0) return [];
  const left = new Set([...open].filter((fault) => !first.faults.includes(fault)));
  return [{ ...first, adds: first.faults.length }, ...best(gains.slice(1), left, room - 1)];
}

/**
 * A run's detection power: which known faults break a requirement that it decided, and what would let it decide more.
 *
 * @module
 */
import { faults } from '../../mock/faults/faults.ts';
import type { JudgedCheck } from '../../suites/engine/judge.ts';
import type { Finding } from '../../suites/engine/session.ts';
import type { Power } from '../../suites/result/result.ts';

/** How many additions are listed. */
const namedAdditions = 3;

const isDecided = ({ outcome }: JudgedCheck) => outcome === 'pass' || outcome === 'fail';

/**
 * The detection power of a run. A fault is detectable if a requirement that it breaks was decided. Faults are left out if their requirements do
 * not apply or were not selected.
 */
export function powerOf(findings: readonly Pick<Finding, 'requirement' | 'checks' | 'outcome'>[]): Power {
  const applicable = new Map(
    findings.filter(({ outcome }) => outcome === undefined).map(({ requirement, checks }) => [requirement, checks]),
  );
  const known = Object.entries(faults).flatMap(([fault, { breaks, description }]) => {
    const broken = breaks.flatMap((id) => applicable.get(id) ?? []);
    return broken.length === 0 ? [] : [{ fault, description, broken }];
  });
  const beyond = known.filter(({ broken }) => !broken.some(isDecided));
  const within = known.filter(({ broken }) => broken.some(isDecided)).map(({ fault }) => fault);
  return {
    faults: known.length,
    within,
    beyond: beyond.map(({ fault, description }) => ({ fault, description })),
    additions: largest(gainsOf(beyond)),
  };
}

type Addition = Power['additions'][number];

/** For each need of undecided checks, the faults that it would make detectable. */
function gainsOf(beyond: readonly { readonly fault: string; readonly broken: readonly JudgedCheck[] }[]): readonly Addition[] {
  const gains = new Map<string, Set<string>>();
  for (const { fault, broken } of beyond)
    for (const { needs } of broken) if (needs !== undefined) gains.set(needs, (gains.get(needs) ?? new Set()).add(fault));
  return [...gains].map(([needs, gained]) => ({ needs, adds: gained.size, faults: [...gained] }));
}

/** The additions that make the most faults detectable. Each counts only faults that the ones before it do not cover. */
export function largest(additions: readonly Addition[], most = namedAdditions): Addition[] {
  const [first] = additions.toSorted((one, other) => other.faults.length - one.faults.length);
  if (first === undefined || first.faults.length === 0 || most === 0) return [];
  const gained = new Set(first.faults);
  const rest = additions
    .filter((addition) => addition !== first)
    .map((addition) => ({ ...addition, faults: addition.faults.filter((fault) => !gained.has(fault)) }));
  return [{ ...first, adds: first.faults.length }, ...largest(rest, most - 1)];
}

/**
 * By which checks a fault shows: learned from runs against mocks that have it, asked of runs against anything.
 *
 * @module
 */
import type { Kind } from './kind.ts';

/** A check of a requirement that was made, and whether it was red; undefined where it decided nothing. */
export interface Observation {
  readonly kind: Kind;
  readonly red: boolean | undefined;
}

/**
 * How a fault shows in a requirement: in every check (`by` is empty), or in those of which the named sides of the kind, joined, are among
 * `kinds`.
 */
export interface Sign {
  readonly by: readonly (keyof Kind)[];
  readonly kinds: readonly string[];
}

/** Fewest sides first: the simplest reading that explains what was seen. */
const readings: readonly Sign['by'][] = [
  [],
  ['variant'],
  ['operation'],
  ['caller'],
  ['variant', 'operation'],
  ['variant', 'caller'],
  ['operation', 'caller'],
  ['variant', 'operation', 'caller'],
];

const joined = (kind: Kind, by: Sign['by']) => by.map((side) => kind[side]).join(' | ');

/** Whether a fault with this sign shows in a check of this kind. */
export function shows({ by, kinds }: Sign, kind: Kind): boolean {
  return kinds.includes(joined(kind, by));
}

/**
 * The sign that best tells, of runs of different outfits, which of them saw the fault, and then by which checks; of equals the simplest.
 * Of a kind that was seen both red and green the more frequent decides, unless runs are told better where once is enough. Undefined where
 * nothing was red.
 */
export function learn(runs: readonly (readonly Observation[])[]): Sign | undefined {
  const observations = runs.flat();
  if (!observations.some(({ red }) => red)) return undefined;
  const scored = readings
    .flatMap((by) => [signOf(observations, by, 'mostly'), signOf(observations, by, 'once')])
    .map((sign) => ({
      sign,
      runs: runs.filter((run) => run.some(({ kind }) => shows(sign, kind)) !== run.some(({ red }) => red)).length,
      checks: observations.filter(({ kind, red }) => shows(sign, kind) !== (red ?? false)).length,
    }));
  return scored.toSorted((one, other) => one.runs - other.runs || one.checks - other.checks)[0]!.sign;
}

function signOf(observations: readonly Observation[], by: Sign['by'], enough: 'mostly' | 'once'): Sign {
  const balance = new Map<string, number>();
  for (const { kind, red } of observations) {
    const weight = red === undefined ? 0 : red ? 1 : enough === 'once' ? 0 : -1;
    balance.set(joined(kind, by), (balance.get(joined(kind, by)) ?? 0) + weight);
  }
  const kinds = [...balance].filter(([, surplus]) => surplus > 0).map(([text]) => text);
  return { by, kinds: kinds.toSorted() };
}

import type { Exchange } from '../../suites/result/result.ts';
import type { RecordedExchange } from './input.ts';

/** The exchanges of a result with their numbers. */
export interface Numbering {
  readonly exchanges: readonly Exchange[];
  /** Cited keys without a recorded exchange. */
  readonly unrecorded: readonly string[];
  /** The numbers for keys, in the same order, without unrecorded ones. */
  readonly resolve: (keys: readonly string[]) => number[];
}

/** Numbers the cited exchanges from 1 by their start, and drops the others. */
export function number(recorded: readonly RecordedExchange[], cited: readonly string[]): Numbering {
  const wanted = new Set(cited);
  const known = new Map(recorded.map((record) => [record.key, record]));
  const kept = [...known.values()]
    .filter(({ key }) => wanted.has(key))
    .toSorted((one, other) => Date.parse(one.exchange.startedAt) - Date.parse(other.exchange.startedAt));
  const numbers = new Map(kept.map(({ key }, index) => [key, index + 1]));
  return {
    exchanges: kept.map(numbered),
    unrecorded: [...wanted].filter((key) => !known.has(key)),
    resolve: (keys) => keys.flatMap((key) => numbers.get(key) ?? []),
  };
}

function numbered({ exchange }: RecordedExchange, index: number): Exchange {
  return { id: index + 1, ...exchange };
}

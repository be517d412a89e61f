import { median } from './statistics.ts';

/** What a median is held against. */
export interface Target {
  readonly kind: 'at least' | 'at most';
  readonly value: number;
}

/** One line of the table: the same thing measured some times. */
export interface Line {
  readonly what: string;
  readonly unit: string;
  readonly values: readonly number[];
  readonly target?: Target;
}

/** A target that the median must reach. */
export const atLeast = (value: number): Target => ({ kind: 'at least', value });

/** A target that the median must not exceed. */
export const atMost = (value: number): Target => ({ kind: 'at most', value });

/** Whether the median is where its target wants it; undefined where there is none. */
export function isMet({ values, target }: Line): boolean | undefined {
  if (target === undefined) return undefined;
  const found = median(values);
  return target.kind === 'at least' ? found >= target.value : found <= target.value;
}

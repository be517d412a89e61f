import type { Exchange } from '../../suites/result/result.ts';
import type { Reading } from './reading.ts';

/** What has to be true of two answers, or of more: the last is the one that is judged. */
export interface Relation {
  readonly reads: readonly Exchange[];
  /** Statements about the answers, by their names; they fail with the message. */
  readonly code: (names: readonly string[], message: string) => readonly string[];
}

/** Both answers read the same. */
export const same = (reading: Reading, one: Exchange, other: Exchange): Relation => ({
  reads: [one, other],
  code: ([first = '', second = ''], message) => [`expect(${reading.code(second)}, ${message}).toEqual(${reading.code(first)});`],
});

/** Whether two recorded answers do not. */
export const differ = (reading: Reading, one: Exchange, other: Exchange) =>
  JSON.stringify(reading.of(one)) !== JSON.stringify(reading.of(other));

import type { Exchange } from '../../suites/result/result.ts';
import type { Reading, ResponsePart } from './values/reading.ts';

/** The expectations of a generated file about the responses. */
export interface Assertion {
  /** The responses in the assertion, the wrong one last. */
  readonly reads: readonly Exchange[];
  /** Statements about the responses, by the names of their variables; they fail with the message. */
  readonly code: (names: readonly string[], message: string) => readonly string[];
}

/** Where a mismatch was found. */
export interface MismatchPlace {
  readonly judged: Exchange;
  readonly part: ResponsePart;
  readonly reading: Reading;
}

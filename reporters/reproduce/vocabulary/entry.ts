import { between, type Clause } from '../claim.ts';
import { status, type Reading } from '../reading.ts';

/** What a check says of its failure, as the result has it. */
export interface Failure {
  readonly requirement: string;
  readonly where: string;
  readonly expected: string;
  readonly observed: string;
  readonly reason: string;
}

/** Words in which an expectation is told, and what they come to. */
export interface Entry {
  /** Of the place; anything where absent. */
  readonly where?: RegExp;
  /** Of the requirement's id; anything where absent. */
  readonly of?: RegExp;
  readonly expected: RegExp;
  /** None where they come to nothing after all. */
  readonly clauses: (match: readonly string[], reading: Reading, failure: Failure) => readonly Clause[];
}

/** The whole numbers in a text. */
export const numbers = (text: string) => (text.match(/\d+/g) ?? []).map(Number);
/** The members of a list such as `invalid_client or invalid_request`. */
export const list = (text: string) => text.split(' or ');
/** @see RFC 9110 §5.6.7 */
export const date = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d\d:\d\d:\d\d GMT$/;
export const success: Clause = { reading: status, claim: between(200, 299) };
export const refusal: Clause = { reading: status, claim: between(400, 499) };

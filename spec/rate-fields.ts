import type { Contract, DocumentedHeader, Operation } from './contract.ts';

/** Which of the structured rate-limit fields a document declares. */
export interface StructuredRateFields {
  /** `RateLimit-Policy`: the windows of the caller's plan. */
  readonly policy: boolean;
  /** `RateLimit`: what is left in the window that is reported. */
  readonly service: boolean;
}

/** Earlier drafts had a dictionary for the one and bare numbers for the other: `limit=100, remaining=99, reset=60`; `100;w=60`. */
const earlier = /^\s*(?:limit|remaining|reset)\s*=|^\s*\d/i;

/**
 * The structured rate-limit fields of a document, in their present form: one whose example has an earlier form counts as not declared.
 *
 * @see draft-ietf-httpapi-ratelimit-headers-11 §3, §4
 */
export function structuredRateFields({ operations, limited }: Pick<Contract, 'operations' | 'limited'>): StructuredRateFields {
  const headers = [...operations.flatMap(headersOf), ...limited.headers];
  const declares = (wanted: string) => headers.some(({ name, example }) => name.toLowerCase() === wanted && !earlier.test(example ?? ''));
  return { policy: declares('ratelimit-policy'), service: declares('ratelimit') };
}

const headersOf = ({ responses, success }: Operation): readonly DocumentedHeader[] =>
  [...responses, success].flatMap(({ headers }) => headers);

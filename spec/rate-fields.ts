import type { Contract, DocumentedHeader, Operation } from './contract.ts';

/** Which structured rate-limit headers a document declares. */
export interface StructuredRateFields {
  /** `RateLimit-Policy`: the windows of the caller's plan. */
  readonly policy: boolean;
  /** `RateLimit`: the remaining requests in the reported window. */
  readonly service: boolean;
}

/** The formats of earlier drafts: `limit=100, remaining=99, reset=60` and `100;w=60`. */
const earlier = /^\s*(?:limit|remaining|reset)\s*=|^\s*\d/i;

/**
 * The structured rate-limit headers of a document. A header whose example has an earlier format counts as not declared.
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

import type { Contract, DocumentedHeader, Operation } from './contract.ts';

/**
 * The draft whose format a header has: up to draft 7, `limit=100, remaining=99, reset=60` and `100;w=60`; from draft 8 on, a list of strings. Any,
 * if the document does not show a value.
 */
export type RateDraft = 'draft-7' | 'draft-8' | 'any';

/** Which structured rate-limit headers a document declares, and in which format. */
export interface StructuredRateFields {
  /** `RateLimit-Policy`: the windows of the caller's plan. */
  readonly policy?: RateDraft;
  /** `RateLimit`: the remaining requests in the reported window. */
  readonly service?: RateDraft;
}

/** Whether a value has the format of the drafts up to 7. */
export function isEarlierDraft(text: string): boolean {
  return /^\s*(?:limit|remaining|reset)\s*=|^\s*\d/i.test(text);
}

/**
 * The structured rate-limit headers of a document.
 *
 * @see draft-ietf-httpapi-ratelimit-headers-11 §3, §4; draft-ietf-httpapi-ratelimit-headers-07 §3
 */
export function structuredRateFields({ operations, limited }: Pick<Contract, 'operations' | 'limited'>): StructuredRateFields {
  const headers = [...operations.flatMap(headersOf), ...limited.headers];
  const [policy, service] = [draftOf(headers, 'ratelimit-policy'), draftOf(headers, 'ratelimit')];
  return { ...(policy && { policy }), ...(service && { service }) };
}

function draftOf(headers: readonly DocumentedHeader[], wanted: string): RateDraft | undefined {
  const declared = headers.filter(({ name }) => name.toLowerCase() === wanted);
  if (declared.length === 0) return undefined;
  const shown = declared.find(({ exampleDocumented, example }) => exampleDocumented && example !== undefined)?.example;
  if (shown === undefined) return 'any';
  return isEarlierDraft(shown) ? 'draft-7' : 'draft-8';
}

const headersOf = ({ responses, success }: Operation): readonly DocumentedHeader[] =>
  [...responses, success].flatMap(({ headers }) => headers);

import type { Leftover } from '../principals/leftovers.ts';

/** What is left at the target, and what to call to remove it. */
export function describeLeftover({ principal, request, url, id, removal, status }: Leftover): string {
  const by = principal === undefined ? '' : ` as ${principal}`;
  const object = `the object${id === undefined ? '' : ` ${id}`} that ${request} created${by}`;
  if (url === undefined) return `left behind: ${object}; the response does not say where it is`;
  if (removal === undefined) return `left behind: ${object}, at ${url}; the document has no operation that deletes it`;
  const result = status === undefined ? 'the run did not delete it' : `the last attempt to delete it got ${status}`;
  return `left behind: ${object}; ${result}. To remove it, call DELETE ${url}`;
}

/** A rejection by a limiter that the run did not expect. */
export interface UnexpectedRejection {
  readonly operation: string;
  readonly status: number;
  readonly retryAfter: string | undefined;
  /** Whether the document declares any limit. */
  readonly isDeclared: boolean;
  /** How many responses came before it, within how many seconds. */
  readonly responses: number;
  readonly seconds: number;
}

/** A limit that no plan states, as far as its first rejection shows it. */
export interface UnstatedLimit extends UnexpectedRejection {
  /** For how long the response asks to wait, if it does. */
  readonly waitSeconds: number | undefined;
}

/**
 * How much longer a run takes than planned because of such a limit.
 *
 * @param requests - how many requests are still to be sent
 * @param longestSeconds - the longest wait for a quota
 */
export function describeDelay({ responses, waitSeconds }: UnstatedLimit, requests: number, longestSeconds: number): string {
  if (waitSeconds === undefined || responses === 0) return 'how much longer the run takes is not known';
  if (waitSeconds > longestSeconds) return `the run waits at most ${longestSeconds} s for a quota, so checks may stay undecided`;
  const seconds = Math.ceil(requests / responses) * Math.max(1, waitSeconds);
  return `if this limit counts all of the ${requests} requests that are left, the run takes about ${seconds} s longer than planned`;
}

/** A rejection by a limiter at a request within the limits of the document, or where it declares none. */
export function describeRejection({ operation, status, retryAfter, isDeclared, responses, seconds }: UnexpectedRejection): string {
  const limits = isDeclared ? 'it was within the documented limits' : 'the document declares no limit';
  const wait = retryAfter === undefined ? 'without Retry-After' : `with Retry-After: ${retryAfter}`;
  const hint = retryAfter === '0' ? ', which asks to retry at once' : '';
  return `${operation} rejected a request with ${status} although ${limits}, after ${responses} responses in ${seconds} s, ${wait}${hint}`;
}

/**
 * One request sent many times, as fast as it can be.
 *
 * @module
 */
import type { Sent } from './target.ts';

/** How many bytes of a body are kept in a burst: hundreds of responses arrive at the same time. */
export const keptOfBurst = 64 * 1024;

interface BurstOptions {
  readonly count: number;
  /** How many are sent in parallel. */
  readonly atOnce: number;
  /** Whether the request may be sent again if its connection was closed. */
  readonly isRepeatable: boolean;
  /** Whether more are sent after a response. */
  goesOn(sent: Sent): boolean;
  /** Is called with the result of each. */
  heard(sent: Sent): void;
}

/**
 * Sends a request so many times while `goesOn` accepts the responses. Before the first response, a closed connection says nothing: a server may
 * close a kept one at any time.
 *
 * @returns the result that ended the burst, or else the last one
 * @see RFC 9112 §9.5
 */
export async function sendBurst(
  send: () => Promise<Sent>,
  { count, atOnce, isRepeatable, goesOn, heard }: BurstOptions,
): Promise<Sent | undefined> {
  let last: Sent | undefined;
  let [left, responses] = [count, 0];
  const worker = async () => {
    while (left > 0 && (last === undefined || goesOn(last))) {
      left -= 1;
      const first = await send();
      const sent = first.trouble?.kind === 'closed' && responses === 0 && isRepeatable ? await send() : first;
      if (last === undefined || goesOn(last)) last = sent;
      if (sent.reply) responses += 1;
      heard(sent);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, count) }, worker));
  return last;
}

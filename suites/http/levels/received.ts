/**
 * The body of a response as it arrived.
 *
 * @module
 */
import type { Reply } from '../target.ts';

/** The text of a body up to this length is made at once, in bytes. */
const textAtOnce = 1024 * 1024;

/**
 * A reply with a body that arrived in pieces. A run gets thousands of long bodies and reads few of them: their text is made when it is read.
 */
export function receivedReply(head: Pick<Reply, 'status' | 'headers'>, pieces: readonly Buffer[], open = false): Reply {
  const bytes = pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces);
  const { status, headers } = head;
  const rest = open ? ({ open } as const) : {};
  if (bytes.length <= textAtOnce) return { status, headers, body: bytes.toString('utf8'), ...rest };
  let text: string | undefined;
  return {
    status,
    headers,
    get body() {
      return (text ??= bytes.toString('utf8'));
    },
    bytes,
    ...rest,
  };
}

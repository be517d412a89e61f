/**
 * Collects one response, whichever client receives it.
 *
 * @module
 */
import { headerValue, type HeaderList } from '../../../spec/message.ts';
import type { Sent } from '../target.ts';
import { troubleOf } from '../trouble.ts';
import { receivedReply } from './received.ts';

/** Bodies with more bytes than this are not read to their end. */
export const largestBody = 4 * 1024 * 1024;

/** How long the body of a stream is read, in milliseconds. */
const streamMs = 500;
/** Media types of responses that go on for as long as there is something to tell. */
const streams =
  /^(?:text\/event-stream|multipart\/x-mixed-replace|application\/(?:x-)?(?:ndjson|jsonl|json-seq|jsonlines|stream\+json))\s*(?:;|$)/i;

/** What came of a request. */
export type Received = Pick<Sent, 'reply'> | Pick<Sent, 'trouble'>;

/** Takes a response as it arrives. What comes after it has settled is ignored. */
export interface Collector {
  head(status: number, headers: HeaderList): void;
  data(chunk: Buffer): void;
  end(): void;
  fail(error: unknown): void;
  finish(outcome: Received): void;
  readonly settled: boolean;
}

/**
 * Settles once: at the end of the response, at an error, or at the end of the time. If the head has arrived by then, or the body is too long,
 * or a stream, the response counts with the beginning of its body, and is `open`.
 *
 * @param timeout - in milliseconds, for the whole exchange
 * @param keep - how many bytes of the body are kept; a longer one is read to its end, and is `open`
 */
export function createCollector(timeout: number, settle: (outcome: Received) => void, keep = largestBody): Collector {
  const chunks: Buffer[] = [];
  let length = 0;
  let head: { readonly status: number; readonly headers: HeaderList } | undefined;
  let settled = false;
  let stream: NodeJS.Timeout | undefined;
  const finish = (outcome: Received) => {
    if (settled) return;
    settled = true;
    clearTimeout(timer);
    clearTimeout(stream);
    settle(outcome);
  };
  const fail = (error: unknown) => finish({ trouble: troubleOf(error, timeout) });
  const leaveOpen = () => (head ? finish({ reply: receivedReply(head, chunks, true) }) : fail({ code: 'ETIMEDOUT' }));
  const timer = setTimeout(leaveOpen, timeout);
  return {
    head(status, headers) {
      head = { status, headers };
      if (streams.test(headerValue(headers, 'content-type') ?? '')) stream = setTimeout(leaveOpen, Math.min(streamMs, timeout / 2));
    },
    data(chunk) {
      if (settled) return;
      if (length < keep) chunks.push(chunk.subarray(0, keep - length));
      length += chunk.length;
      if (length > largestBody) leaveOpen();
    },
    end: () => head && finish({ reply: receivedReply(head, chunks, length > keep) }),
    fail,
    finish,
    get settled() {
      return settled;
    },
  };
}

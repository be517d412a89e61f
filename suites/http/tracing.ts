/**
 * The trace of a run: each request is a span, and tells the server which one, so that the server's own spans join.
 *
 * @module
 * @see https://www.w3.org/TR/trace-context/
 */
import { randomBytes } from 'node:crypto';
import { headerValue } from '../../spec/message.ts';
import { originFor, type Origins } from './channel.ts';
import type { Call, Target, Trouble } from './target.ts';

/** A request that was sent. Its URL may contain secrets. */
export interface TracedRequest {
  /** The id of its span: 16 hexadecimal digits. */
  readonly span: string;
  readonly sender?: NonNullable<Call['sender']>;
  readonly method: string;
  readonly url: string;
  readonly protocol: '1.1' | '2';
  /** Milliseconds since the epoch by this machine's clock, with fractions. */
  readonly startedAt: number;
  readonly endedAt: number;
  /** Address and port of the server. */
  readonly remote?: string;
  readonly status?: number;
  readonly trouble?: Trouble['kind'];
}

/** Where the requests of a run are noted. */
export interface Tracing {
  /** The id of the trace: 32 hexadecimal digits. */
  readonly trace: string;
  readonly note: (request: TracedRequest) => void;
}

/** The value of the header `traceparent` for a span that is recorded. */
export const traceparentOf = (trace: string, span: string) => `00-${trace}-${span}-01`;

const now = () => performance.timeOrigin + performance.now();

/**
 * Sends requests with a `traceparent` header each, and notes them. The header comes first, because what follows may be malformed on purpose; one that
 * the request has already stays the only one.
 */
export function withTraceparent(send: Target['send'], origins: Origins, { trace, note }: Tracing): Target['send'] {
  return async (call) => {
    const span = randomBytes(8).toString('hex');
    const traceparent = headerValue(call.headers, 'traceparent') === undefined ? traceparentOf(trace, span) : undefined;
    const startedAt = now();
    const sent = await send(traceparent === undefined ? call : { ...call, headers: ['traceparent', traceparent, ...call.headers] });
    const { sender, method, target, level } = call;
    const { connection, reply, trouble } = sent;
    note({
      span,
      ...(sender && { sender }),
      method,
      url: originFor(origins, call) + target,
      protocol: level === 'http2' ? '2' : '1.1',
      startedAt,
      endedAt: now(),
      ...(connection.remote !== undefined && { remote: connection.remote }),
      ...(reply && { status: reply.status }),
      ...(trouble && { trouble: trouble.kind }),
    });
    return traceparent === undefined ? sent : { ...sent, traceparent };
  };
}

import type { HeaderList } from '../../spec/message.ts';

/** A request as it crosses the engine: plain data, with every outside fact stated. */
export interface MockRequest {
  readonly method: string;
  /** The raw request target, base path and query included, exactly as it was sent. */
  readonly target: string;
  readonly headers: HeaderList;
  readonly body?: string | Uint8Array | undefined;
  /** The body was longer than the front is willing to read, and `body` is not all of it. */
  readonly oversized?: boolean | undefined;
  /** Whether it came over TLS. */
  readonly secure: boolean;
  /** The major version of HTTP that it came by; absent where nothing was spoken. */
  readonly version?: 1 | 2 | undefined;
  /** The address of the other end of the connection. */
  readonly peer: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** An arrival before the mock's clock has stamped it. */
export type IncomingRequest = Omit<MockRequest, 'at'>;

/** A response as it leaves the engine. For HEAD the body is empty and `Content-Length` is that of GET. */
export interface MockResponse {
  readonly status: number;
  readonly headers: HeaderList;
  readonly body: string;
}

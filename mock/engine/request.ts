import type { HeaderList } from '../../spec/message.ts';

/** A request as plain data. */
export interface MockRequest {
  readonly method: string;
  /** The raw request target with base path and query. */
  readonly target: string;
  readonly headers: HeaderList;
  readonly body?: string | Uint8Array | undefined;
  /** Whether the body exceeds the size limit; then `body` is incomplete. */
  readonly oversized?: boolean | undefined;
  /** Whether it came over TLS. */
  readonly secure: boolean;
  /** The major HTTP version; absent in process. */
  readonly version?: 1 | 2 | undefined;
  /** The client address. */
  readonly peer: string;
  /** The client certificate of its connection: the common name of its subject, marked if it is not trusted. */
  readonly certificate?: string | undefined;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** A request without its time. */
export type IncomingRequest = Omit<MockRequest, 'at'>;

/** A response as plain data. For HEAD the body is empty and `Content-Length` is that of GET. */
export interface MockResponse {
  readonly status: number;
  readonly headers: HeaderList;
  readonly body: string;
  /** Whether the connection ends in place of this response. */
  readonly dropped?: true;
}

/** Time and size limits of a listener. All times are in milliseconds. */
export interface ListenerLimits {
  /** For a TLS handshake. */
  readonly handshakeMs: number;
  /** From the first byte of a request to the end of its headers. */
  readonly headersMs: number;
  /** From the first byte of a request to its end; over HTTP/2, to the end of its response too. */
  readonly requestMs: number;
  /** Without a request, or without any byte. */
  readonly idleMs: number;
  /** How often HTTP/1.1 connections are checked. */
  readonly checkMs: number;
  /** Requests on one HTTP/1.1 connection. */
  readonly requests: number;
  /** Open streams of one HTTP/2 connection. */
  readonly streams: number;
  /** Pings, settings and canceled streams of one HTTP/2 connection since its last response. */
  readonly floods: number;
  /** Open connections over HTTPS; above, the one that has been without a response for the longest time is closed. */
  readonly connections: number;
  /** The same over plain HTTP. */
  readonly plainConnections: number;
}

/** The limits of HTTPS and plain HTTP. Both together stay below 256 descriptors. */
export const listenerLimits: ListenerLimits = {
  handshakeMs: 10_000,
  headersMs: 20_000,
  requestMs: 60_000,
  idleMs: 45_000,
  checkMs: 5000,
  requests: 10_000,
  streams: 100,
  floods: 200,
  connections: 176,
  plainConnections: 32,
};

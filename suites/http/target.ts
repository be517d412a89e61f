/**
 * What is tested: something that answers requests, and may offer a tester a few controls.
 *
 * @module
 */
import type { HeaderList } from '../../spec/message.ts';

/**
 * How close to the wire a request is sent: `client` is an ordinary HTTP client; `lines` keeps header lists, their order and duplicates, and
 * chooses the source address; `raw` writes bytes that no client would send; `http2` is a client of that version alone.
 */
export type ProbeLevel = 'client' | 'lines' | 'raw' | 'http2';

export type Channel = 'target' | 'plain' | 'oauth' | 'plain-oauth';

/** One request, ready for the wire. */
export interface Call {
  readonly method: string;
  /** The raw request target, base path and query included. */
  readonly target: string;
  readonly headers: HeaderList;
  readonly body?: string;
  /** `target`: where the API is served; `oauth`: its authorization server; `plain` and `plain-oauth`: where plain HTTP would be answered. */
  readonly channel: Channel;
  readonly level: ProbeLevel;
  /** The source address to send from, on a machine that has it. */
  readonly from?: string;
  /** At the level `raw`: in how many pieces, each in a moment of its own, the request is written. */
  readonly pieces?: number;
}

export interface Reply {
  readonly status: number;
  readonly headers: HeaderList;
  /** The whole body as text. */
  readonly body: string;
}

/** Why there is no answer, or no whole one; `unsteady` where another attempt had one; `not-sent` where the harness held the request back. */
export interface Trouble {
  readonly kind: 'refused' | 'closed' | 'timeout' | 'tls' | 'garbage' | 'too-large' | 'unreachable' | 'unsteady' | 'not-sent';
  readonly says: string;
  /** What would make it possible, where the harness held the request back. */
  readonly needs?: string;
}

export interface Connection {
  readonly scheme: 'https' | 'http';
  readonly tls?: string;
  readonly local?: string;
  readonly remote?: string;
}

/** What became of a call. Exactly one of `reply` and `trouble` is set. */
export interface Sent {
  /** Milliseconds since the epoch by this machine's clock. */
  readonly startedAt: number;
  readonly milliseconds: number;
  readonly connection: Connection;
  readonly reply?: Reply;
  readonly trouble?: Trouble;
}

/** The shape of a credential that a test hook is asked for. */
export interface MintRequest {
  readonly scopes: readonly string[];
  readonly plan?: string;
  readonly state?: 'active' | 'revoked' | 'expired';
  readonly account?: string;
  readonly scheme?: string;
  /** Addresses and CIDR ranges that it may be used from. */
  readonly from?: readonly string[];
}

/** The test hooks that the target offers, each absent where it does not; `docs/test-hooks.md` is the protocol. */
export interface Capabilities {
  /** The target's time, in seconds since the epoch. */
  readonly time?: () => Promise<number>;
  /** Moves the target's clock forward. */
  readonly advance?: (seconds: number) => Promise<void>;
  /** Makes the quota that a credential spends unspent again. */
  readonly reset?: (credential: string) => Promise<void>;
  /** Lets the next authorization request of an OAuth client end as if the person had denied it. */
  readonly deny?: (clientId: string) => Promise<void>;
  readonly mint?: (shape: MintRequest) => Promise<{ readonly credential: string; readonly account: string }>;
}

/** What a person's browser is to do. */
export interface BrowserVisit {
  /** Of the authorization endpoint, with every parameter. */
  readonly url: string;
  readonly redirectUri: string;
  /** The name of the client in the configuration. */
  readonly client: string;
  readonly decision: 'approve' | 'deny';
}

/** The outcome of one TLS handshake. */
export type Handshake = { readonly agreed: true; readonly protocol: string } | { readonly agreed: false; readonly trouble: Trouble };

/** What lies between this machine and a server, found out without a request. Members are absent where it did not get so far. */
export interface Survey {
  readonly host: string;
  readonly port: number;
  /** What the host's name resolves to; the host itself where that is an address. */
  readonly addresses: readonly string[];
  readonly connected?: { readonly address: string; readonly milliseconds: number };
  readonly secured?: Secured;
  /** Where it ended, and why. */
  readonly trouble?: { readonly stage: 'name' | 'port' | 'tls'; readonly says: string };
}

/** What a server presents in a TLS handshake that verifies nothing. */
export interface Secured {
  /** `TLSv1.3` */
  readonly protocol: string;
  /** Why the certificate would not be trusted, as OpenSSL or Node call it: `SELF_SIGNED_CERT_IN_CHAIN`; absent where it is. */
  readonly distrust?: string;
  /** Whether the certificate is one for this host. */
  readonly namesHost: boolean;
  /** Whom it is for, by its names. */
  readonly names: string;
  readonly issuer: string;
  /** Milliseconds since the epoch. */
  readonly validFrom: number;
  readonly validUntil: number;
}

export interface Target {
  send(call: Call): Promise<Sent>;
  readonly capabilities: Capabilities;
  /** Negotiates TLS with exactly the given version, or with the default ones; undefined where there is no TLS (in process). */
  readonly handshake?: (version?: 'TLSv1' | 'TLSv1.1') => Promise<Handshake>;
  /** Looks at the way to a channel's server; absent in process. */
  readonly survey?: (channel: Channel) => Promise<Survey>;
  /** What only bytes on a wire can show; absent in process. */
  readonly wire?: { speaksHttp2(): Promise<boolean> };
  /** Drives a person's browser through an authorization; present where a browser is at hand. */
  readonly consent?: (visit: BrowserVisit) => Promise<string>;
  /** Waits in real time, not beyond the moment where `halted` is aborted. */
  wait(milliseconds: number, halted?: AbortSignal): Promise<void>;
  /** Milliseconds since the epoch by this machine's clock. */
  now(): number;
  close(): Promise<void>;
}

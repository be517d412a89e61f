/**
 * The server under test, and the test hooks that it may offer.
 *
 * @module
 */
import type { HeaderList } from '../../spec/message.ts';
import type { Need } from '../words/word.ts';

/**
 * How a request is sent: `client` is an ordinary HTTP client; `lines` keeps the order and duplicates of headers, and chooses the source address;
 * `raw` writes bytes that no client would send; `http2` is a client for HTTP/2 only.
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
  /** `target`: where the API is served; `oauth`: its authorization server; `plain` and `plain-oauth`: the same over plain HTTP. */
  readonly channel: Channel;
  /** The origin of another server of the API, if the operation has one of its own. */
  readonly origin?: string;
  readonly level: ProbeLevel;
  /** The user and password with which a Digest challenge is answered. */
  readonly digest?: string;
  /** The client certificate of the connection: PEM with its key; in process its name. */
  readonly certificate?: string;
  /** The source address; this machine must have it. */
  readonly from?: string;
  /** At the level `client`: how many bytes of the body are kept; the rest is read and dropped, and the body is open. */
  readonly keep?: number;
  /** At the level `raw`: in how many pieces, one after the other, the request is written. */
  readonly pieces?: number;
  /** What sends it, for traces. */
  readonly sender?: { readonly scenario: string; readonly operation?: string };
}

export interface Reply {
  readonly status: number;
  readonly headers: HeaderList;
  /** The body as text; the whole of it, unless it is open. */
  readonly body: string;
  /** The body as it arrived, if it is long: its text is made when it is read. */
  readonly bytes?: Buffer;
  /** The end of the body was not waited for: it is a stream, longer than 4 MiB, or did not end in time. */
  readonly open?: true;
}

/**
 * Why there is no complete response, or why it says nothing. `unsteady`: a later attempt got another one. `ended`: the credential was accepted
 * before. `not-sent`: the run held the request back.
 */
export interface Trouble {
  readonly kind: 'refused' | 'closed' | 'timeout' | 'tls' | 'garbage' | 'unreachable' | 'unsteady' | 'ended' | 'not-sent';
  readonly message: string;
  /** The status that a later attempt got, if it is `unsteady`. */
  readonly later?: number;
  /** What is needed to send it, if the run held the request back. */
  readonly needs?: Need;
}

export interface Connection {
  readonly scheme: 'https' | 'http';
  readonly tls?: string;
  readonly local?: string;
  readonly remote?: string;
}

/** The result of a call. Exactly one of `reply` and `trouble` is set. */
export interface Sent {
  /** Milliseconds since the epoch by this machine's clock. */
  readonly startedAt: number;
  readonly milliseconds: number;
  readonly connection: Connection;
  readonly reply?: Reply;
  /** The reply is a redirect, and its operation documents it as its success. */
  readonly redirects?: true;
  readonly trouble?: Trouble;
  /** The header `traceparent` that the request was sent with. */
  readonly traceparent?: string;
}

/** The properties of a credential to mint. */
export interface MintRequest {
  readonly scopes: readonly string[];
  readonly plan?: string;
  readonly state?: 'active' | 'revoked' | 'expired';
  readonly account?: string;
  readonly scheme?: string;
  /** Addresses and CIDR ranges that it may be used from. */
  readonly from?: readonly string[];
}

/** The test hooks that the target offers; `docs/test-hooks.md` describes the protocol. */
export interface Capabilities {
  /** The target's time, in seconds since the epoch. */
  readonly time?: () => Promise<number>;
  /** Moves the target's clock forward. */
  readonly advance?: (seconds: number) => Promise<void>;
  /** Resets the quota of a credential. */
  readonly reset?: (credential: string) => Promise<void>;
  /** Makes the next authorization request of an OAuth client end as if the user had denied it. */
  readonly deny?: (clientId: string) => Promise<void>;
  readonly mint?: (shape: MintRequest) => Promise<{ readonly credential: string; readonly account: string }>;
}

/** An authorization that a browser opens. */
export interface BrowserAuthorization {
  /** Of the authorization endpoint, with every parameter. */
  readonly url: string;
  readonly redirectUri: string;
  /** The name of the client in the configuration. */
  readonly client: string;
  readonly decision: 'approve' | 'deny';
}

/** The outcome of one TLS handshake. */
export type Handshake = { readonly agreed: true; readonly protocol: string } | { readonly agreed: false; readonly trouble: Trouble };

/** The connection to a server, without a request. Members are absent if it did not get so far. */
export interface Survey {
  readonly host: string;
  readonly port: number;
  /** The addresses of the host's name; the host itself if it is an address. */
  readonly addresses: readonly string[];
  readonly connected?: { readonly address: string; readonly milliseconds: number };
  readonly secured?: Secured;
  /** Where it failed, and why. */
  readonly trouble?: { readonly stage: 'name' | 'port' | 'tls'; readonly message: string };
}

/** The certificate and protocol of a TLS handshake without verification. */
export interface Secured {
  /** `TLSv1.3` */
  readonly protocol: string;
  /** Why the certificate is not trusted, as OpenSSL or Node name it: `SELF_SIGNED_CERT_IN_CHAIN`; absent if it is trusted. */
  readonly distrust?: string;
  /** Whether the certificate is for this host. */
  readonly namesHost: boolean;
  /** The names in the certificate. */
  readonly names: string;
  readonly issuer: string;
  /** Milliseconds since the epoch. */
  readonly validFrom: number;
  readonly validUntil: number;
}

export interface Target {
  send(call: Call): Promise<Sent>;
  /** Renews the credential of a principal. False if it cannot be renewed, or if the new one is the last one. */
  readonly renew?: (principal: string) => Promise<boolean>;
  readonly capabilities: Capabilities;
  /** Negotiates TLS with exactly the given version, or with the default ones; absent without TLS (in process). */
  readonly handshake?: (version?: 'TLSv1' | 'TLSv1.1') => Promise<Handshake>;
  /** Checks the connection to a channel's server; absent in process. */
  readonly survey?: (channel: Channel) => Promise<Survey>;
  /** Checks that need a real connection; absent in process. */
  readonly wire?: { speaksHttp2(): Promise<boolean> };
  /** Drives a user's browser through an authorization; absent without a browser. */
  readonly consent?: (authorization: BrowserAuthorization) => Promise<string>;
  /** Waits in real time; ends early if `halted` is aborted. */
  wait(milliseconds: number, halted?: AbortSignal): Promise<void>;
  /** Milliseconds since the epoch by this machine's clock. */
  now(): number;
  close(): Promise<void>;
}

/**
 * The resolved configuration of a run. It contains secrets, so it is never written to a report.
 *
 * @module
 */
import type { Plan } from '../../spec/quotas.ts';
import type { PrincipalState } from '../../spec/principals.ts';

export type Profile = 'safe' | 'standard' | 'full';
export type Permission = 'writes' | 'burn' | 'destructive';

/** When a credential was read, in milliseconds since the epoch, and after how many seconds it is renewed; without them only after a 401. */
interface RenewalTime {
  readonly readAt: number;
  readonly seconds?: number;
}

/** A command that prints the credential, and the folder that it is run in. */
export interface CommandRenewal extends RenewalTime {
  readonly kind: 'command';
  readonly command: string;
  readonly folder: string;
}

/** A grant that gives the credential: of the client by its name, at a path of the authorization server. */
export interface TokenRenewal extends RenewalTime {
  readonly kind: 'client';
  readonly client: string;
  readonly path: string;
  readonly scopes: readonly string[];
  /** The refresh token; without one, the grant is client_credentials. */
  readonly refreshToken?: string;
}

/** A principal of the target. */
export interface Principal {
  readonly name: string;
  readonly secret: string;
  /** How its credential is renewed during a run. */
  readonly renewal?: CommandRenewal | TokenRenewal;
  /** Principals of one account share a quota; by default an account of its own. */
  readonly account: string;
  readonly plan?: string;
  readonly scheme?: string;
  readonly scopes: readonly string[];
  readonly state: PrincipalState;
  /** Addresses and CIDR ranges that it may be used from; absent means anywhere. */
  readonly from?: readonly string[];
  /** Whether this machine is among them; if not configured, the known addresses decide. */
  readonly here?: boolean;
  readonly expendable: boolean;
  /** The ids of the operations that its role allows; absent means that only its scopes count. */
  readonly may?: readonly string[];
  /** The ids of operations that its role forbids. */
  readonly mayNot?: readonly string[];
}

/** The source addresses of requests, as the target sees them. */
export interface SourceAddresses {
  /** The default source address. */
  readonly usual: string;
  /** Addresses and CIDR ranges that a request can be sent from. */
  readonly choices: readonly string[];
  /** Whether IPv4 addresses can also be presented as IPv4-mapped IPv6 addresses. @see RFC 4291 §2.5.5.2 */
  readonly mapped: boolean;
}

/**
 * How to get an authorization code: the authorization URL redirects at once; a Playwright script, named by its absolute path, drives a
 * person's browser; or a given code is used once.
 */
export type ClientConsent =
  | { readonly kind: 'automatic' }
  | { readonly kind: 'browser'; readonly script: string }
  | { readonly kind: 'code'; readonly code: string };

/** An OAuth client at the target. */
export interface OAuthClient {
  readonly name: string;
  readonly clientId: string;
  /** Absent for a public client. */
  readonly clientSecret?: string;
  /** The redirect URI; empty if its flows do not redirect. */
  readonly redirectUri: string;
  /** Its tokens use the quota of this account; by default an account of its own. */
  readonly account: string;
  readonly plan?: string;
  readonly scopes: readonly string[];
  readonly public: boolean;
  /** The addresses that it may be used from, this machine not among them. */
  readonly from?: readonly string[];
  readonly consent: ClientConsent;
  /** Parameters that its authorization requests and its token requests have besides the documented ones. */
  readonly parameters?: ClientParameters;
  /** The user of a password flow. */
  readonly resourceOwner?: { readonly username: string; readonly password: string };
}

/** Values by name. `scope` is added to the scopes of authorization requests. */
export interface ClientParameters {
  readonly authorization: { readonly [name: string]: string };
  readonly token: { readonly [name: string]: string };
}

/** A header that a gateway in front of the target wants. */
export interface GatewayHeader {
  readonly name: string;
  readonly value: string;
  /** Whether the configuration keeps the value elsewhere; then no report contains it. */
  readonly secret: boolean;
}

/** HTTP proxies that connect to any host (CONNECT, RFC 9110 §9.3.6). */
export interface ProxySettings {
  /** The URL of the proxy for requests to `http:` URLs, with user and password if it needs them. */
  readonly http?: string;
  readonly https?: string;
  /** Hosts that are reached without a proxy: `example.com`, which includes its subdomains, `127.0.0.1:8080`, or `*`. */
  readonly except: readonly string[];
}

/** What one of several shards of a run does; `suites/engine/shards/` divides them. */
export interface Part {
  /** The scenarios that it plays. */
  readonly scenarios: readonly string[];
  /** How many shards use the same target and its quotas. */
  readonly players: number;
  /** Whether it compares remaining counts in quiet time, or sends nothing then; absent if no shard compares them. */
  readonly quiet?: 'uses' | 'keeps';
  /** Its part of the requests of the budget. */
  readonly requests: number;
  /** Identifies what all shards have planned together. */
  readonly plan: string;
}

export interface Settings {
  /** Absolute URL that replaces the document's first server. */
  readonly target: string;
  /** The targets of the operations that have servers of their own, by operation. All others are called at `target`. */
  readonly targets?: { readonly [operation: string]: string };
  /** The operations that are not called, because no target is configured for their servers: the URL of a server, by operation. */
  readonly elsewhere?: { readonly [operation: string]: string };
  /** The URL for plain HTTP requests. */
  readonly httpTarget: string;
  /** Whether the configuration names `httpTarget`, so that a closed port there counts as a rejection. */
  readonly httpTargetGiven: boolean;
  readonly oauthTarget: string;
  /** Absent if a proxy may present a different address than this machine's. */
  readonly origin?: SourceAddresses;
  /** The headers of every request, for a gateway in front of the target. */
  readonly headers?: readonly GatewayHeader[];
  /** At most so many requests in so many seconds, over all servers. */
  readonly pace?: { readonly requests: number; readonly seconds: number };
  readonly hooks?: { readonly url: string; readonly token: string };
  /** Base URL of the OpenTelemetry collector that gets the trace of the run. */
  readonly otlp?: string;
  /** The proxies that requests are sent through. */
  readonly proxy?: ProxySettings;
  /** `ca` is PEM text, `caFile` the path of its file. */
  readonly tls: {
    readonly ca?: string;
    readonly caFile?: string;
    readonly insecure: boolean;
    /** The certificate and the key with which this side identifies itself, as PEM text, and the paths of their files. */
    readonly client?: { readonly cert: string; readonly key: string; readonly certFile: string; readonly keyFile: string };
  };
  readonly principals: readonly Principal[];
  /** The environment variables that the configuration reads secrets from, by the names that the run has for them. */
  readonly variables?: { readonly [name: string]: string };
  /** The id of a safe operation that rejects requests without a credential and serves a principal, as the preflight found. */
  readonly probe?: string;
  /** Plans of expendable principals that the document does not state, as the headers of the target report them. */
  readonly observedPlans?: readonly Plan[];
  readonly clients: readonly OAuthClient[];
  /** Whether each account has its own objects, or all accounts share theirs. Default: own. */
  readonly objects?: 'own' | 'shared';
  readonly allow: { readonly [permission in Permission]: boolean };
  readonly budget: { readonly requests: number; readonly seconds: number };
  readonly profile: Profile;
  /** Whether real waiting for long windows is allowed. */
  readonly slow: boolean;
  /** Whether only a sample of the operations and principals is combined; if absent, where there are very many. */
  readonly sample?: boolean;
  /** Requirement ids or topics; `*` matches anything; empty means all. */
  readonly only: readonly string[];
  readonly skip: readonly string[];
  /** One of several shards, and their number; both count from 1. Its part is planned before the first request. */
  readonly shard?: {
    readonly index: number;
    readonly total: number;
    /** Whether each shard has a target of its own. */
    readonly ownTarget?: boolean;
    readonly part?: Part;
  };
  /** How long one exchange may take, in milliseconds. */
  readonly timeout: number;
  readonly userAgent: string;
}

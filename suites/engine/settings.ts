/**
 * The resolved configuration of a run. It contains secrets, so it is never written to a report.
 *
 * @module
 */
import type { PrincipalState } from '../../spec/contract.ts';

export type Profile = 'safe' | 'standard' | 'full';
export type Permission = 'writes' | 'burn' | 'destructive';

/** A principal of the target. */
export interface Principal {
  readonly name: string;
  readonly secret: string;
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
  { readonly kind: 'automatic' } | { readonly kind: 'browser'; readonly script: string } | { readonly kind: 'code'; readonly code: string };

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
  /** The user of a password flow. */
  readonly resourceOwner?: { readonly username: string; readonly password: string };
}

export interface Settings {
  /** Absolute URL that replaces the document's first server. */
  readonly target: string;
  /** The URL for plain HTTP requests. */
  readonly httpTarget: string;
  /** Whether the configuration names `httpTarget`, so that a closed port there counts as a rejection. */
  readonly httpTargetGiven: boolean;
  readonly oauthTarget: string;
  /** Absent if a proxy may present a different address than this machine's. */
  readonly origin?: SourceAddresses;
  readonly hooks?: { readonly url: string; readonly token: string };
  /** `ca` is PEM text, `caFile` the path of its file. */
  readonly tls: { readonly ca?: string; readonly caFile?: string; readonly insecure: boolean };
  readonly principals: readonly Principal[];
  readonly clients: readonly OAuthClient[];
  readonly allow: { readonly [permission in Permission]: boolean };
  readonly budget: { readonly requests: number; readonly seconds: number };
  readonly profile: Profile;
  /** Whether real waiting for long windows is allowed. */
  readonly slow: boolean;
  /** Requirement ids or topics; `*` matches anything; empty means all. */
  readonly only: readonly string[];
  readonly skip: readonly string[];
  /** The part of the selected requirements, and the number of parts; both count from 1. */
  readonly shard?: { readonly index: number; readonly total: number };
  /** How long one exchange may take, in milliseconds. */
  readonly timeout: number;
  readonly userAgent: string;
}

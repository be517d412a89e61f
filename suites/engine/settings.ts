/**
 * How a run goes about its target: the configuration, resolved. Holds secrets: never written where a report could see it.
 *
 * @module
 */
import type { PrincipalState } from '../../spec/contract.ts';

export type Profile = 'safe' | 'standard' | 'full';
export type Permission = 'writes' | 'burn' | 'destructive';

/** A holder of a credential at the target. */
export interface Principal {
  readonly name: string;
  readonly secret: string;
  /** Who shares a quota with it; an account of its own unless the configuration names one. */
  readonly account: string;
  readonly plan?: string;
  readonly scheme?: string;
  readonly scopes: readonly string[];
  readonly state: PrincipalState;
  /** Addresses and CIDR ranges that it may be used from; absent means anywhere. */
  readonly from?: readonly string[];
  /** Whether this machine is among them; where it is not said, known addresses decide. */
  readonly here?: boolean;
  readonly expendable: boolean;
}

/** Where requests come from, as the target sees it. */
export interface SourceAddresses {
  /** The address of those that choose none. */
  readonly usual: string;
  /** Addresses and CIDR ranges that a request can be sent from. */
  readonly choices: readonly string[];
  /** Whether IPv4 addresses can also be presented as IPv4-mapped IPv6 addresses. @see RFC 4291 §2.5.5.2 */
  readonly mapped: boolean;
}

/**
 * How an authorization code is had: the authorization URL redirects at once; a Playwright script, named by its absolute path, drives a
 * person's browser; or a code was given beforehand, which serves once.
 */
export type ClientConsent =
  { readonly kind: 'automatic' } | { readonly kind: 'browser'; readonly script: string } | { readonly kind: 'code'; readonly code: string };

/** An OAuth client at the target. */
export interface OAuthClient {
  readonly name: string;
  readonly clientId: string;
  /** Absent for a public client. */
  readonly clientSecret?: string;
  /** Where its users are sent back to; empty where its flows send nobody anywhere. */
  readonly redirectUri: string;
  /** Who shares a quota with its tokens; an account of its own unless the configuration names one. */
  readonly account: string;
  readonly plan?: string;
  readonly scopes: readonly string[];
  readonly public: boolean;
  /** The addresses that it may be used from, this machine not among them. */
  readonly from?: readonly string[];
  readonly consent: ClientConsent;
  /** Whose tokens it asks for in a password flow. */
  readonly resourceOwner?: { readonly username: string; readonly password: string };
}

export interface Settings {
  /** Absolute URL that replaces the document's first server. */
  readonly target: string;
  /** Where plain HTTP would be answered. */
  readonly httpTarget: string;
  /** Whether the configuration names `httpTarget`, so that a closed port there is an answer. */
  readonly httpTargetGiven: boolean;
  readonly oauthTarget: string;
  /** Absent where something on the way may present another address than this machine's. */
  readonly origin?: SourceAddresses;
  readonly hooks?: { readonly url: string; readonly token: string };
  /** `ca` is PEM text, `caFile` where it was read from. */
  readonly tls: { readonly ca?: string; readonly caFile?: string; readonly insecure: boolean };
  readonly principals: readonly Principal[];
  readonly clients: readonly OAuthClient[];
  readonly allow: { readonly [permission in Permission]: boolean };
  readonly budget: { readonly requests: number; readonly seconds: number };
  readonly profile: Profile;
  /** Whether real waiting for long windows is allowed. */
  readonly slow: boolean;
  /** Requirement ids or topics, `*` standing for anything; empty means all. */
  readonly only: readonly string[];
  readonly skip: readonly string[];
  /** Which part of the selected requirements, of how many; both count from 1. */
  readonly shard?: { readonly index: number; readonly total: number };
  /** How long one exchange may take, in milliseconds. */
  readonly timeout: number;
  readonly userAgent: string;
}

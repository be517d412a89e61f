/**
 * What an authorization server remembers, each under a handle that only the right party knows.
 *
 * @module
 */
/** Who may do what for whom, once and for all: what codes and tokens are made of. */
export interface AuthorizationGrant {
  /** The client's name in the document. */
  readonly client: string;
  readonly namespace: string;
  /** Whose data it is, and whose quota. */
  readonly account: string;
  /** The scheme that its access tokens belong to. */
  readonly scheme: string;
  readonly scopes: readonly string[];
  /** Whether a refresh token comes with an access token. */
  readonly refreshable: boolean;
  /** The handle of its family: all that came of one authorization. */
  readonly family: string;
}

/** @see RFC 6749 §4.1.2 */
export interface CodeGrant extends AuthorizationGrant {
  readonly kind: 'code';
  readonly redirectUri: string;
  /** Whether the request named the redirect URI, so that the exchange must too. */
  readonly redirectUriStated: boolean;
  /** @see RFC 7636 §4.3 */
  readonly challenge: string | undefined;
  readonly expiresAt: number;
  readonly used: boolean;
}

/** @see RFC 6749 §1.5 */
export interface RefreshGrant extends AuthorizationGrant {
  readonly kind: 'refresh';
  readonly issuedAt: number;
  readonly used: boolean;
}

/** What is known of an access token besides its key. */
export interface AccessGrant extends AuthorizationGrant {
  readonly kind: 'access';
  /** The secret that the store knows the token's key by: the token without its namespace. */
  readonly secret: string;
  readonly issuedAt: number;
  readonly expiresAt: number;
}

/** @see RFC 8628 §3.2 */
export interface DeviceGrant extends AuthorizationGrant {
  readonly kind: 'device';
  readonly userCode: string;
  readonly state: 'pending' | 'approved' | 'denied' | 'used';
  readonly expiresAt: number;
  /** When the device last asked. */
  readonly polledAt: number;
}

/** A device's code under the short one that its user types. */
export interface UserCode {
  readonly kind: 'user-code';
  readonly device: string;
}

/** An authorization request that waits for a person, under the ticket that is in the form of the page. */
export interface ConsentTicket {
  readonly kind: 'ticket';
  readonly asked: RequestedConsent;
  readonly expiresAt: number;
  readonly used: boolean;
}

/** What a person is asked to allow: an authorization request, or a device. */
export type RequestedConsent = ClientConsent | DeviceConsent;

export interface ClientConsent {
  readonly by: 'client';
  readonly authorization: AuthorizationGrant;
  readonly responseType: 'code' | 'token';
  readonly returnTo: ReturnAddress;
  readonly challenge: string | undefined;
}

export interface DeviceConsent {
  readonly by: 'device';
  readonly device: string;
}

/** Where the browser is sent back to. */
export interface ReturnAddress {
  readonly uri: string;
  /** Whether the request named it. */
  readonly stated: boolean;
  readonly state: string | undefined;
  /** Where the answer stands: behind a question mark, or behind a hash. @see RFC 6749 §4.2.2 */
  readonly part: 'query' | 'fragment';
}

/** The access tokens of one authorization, and whether it has come to an end. */
export interface Family {
  readonly kind: 'family';
  readonly secrets: readonly string[];
  readonly ended: boolean;
}

/** The next authorization of a client is to be denied, under the client's id. */
export interface Denial {
  readonly kind: 'denial';
  readonly due: boolean;
}

export type StoredGrant = CodeGrant | RefreshGrant | AccessGrant | DeviceGrant | UserCode | ConsentTicket | Family | Denial;

/**
 * The state of an authorization server. Each item is stored under a secret handle.
 *
 * @module
 */
/** An authorization that codes and tokens represent. */
export interface AuthorizationGrant {
  /** The client's name in the document. */
  readonly client: string;
  readonly namespace: string;
  /** The account whose data and quota are used. */
  readonly account: string;
  /** The scheme of its access tokens. */
  readonly scheme: string;
  readonly scopes: readonly string[];
  /** Whether access tokens come with a refresh token. */
  readonly refreshable: boolean;
  /** The handle of its family: all tokens of one authorization. */
  readonly family: string;
}

/** @see RFC 6749 §4.1.2 */
export interface CodeGrant extends AuthorizationGrant {
  readonly kind: 'code';
  readonly redirectUri: string;
  /** Whether the authorization request contained the redirect URI; then the token request must too. */
  readonly redirectUriStated: boolean;
  /** @see RFC 7636 §4.3 */
  readonly challenge: string | undefined;
  /** The value that the ID token repeats. @see OpenID Connect Core 1.0 §3.1.2.1 */
  readonly nonce: string | undefined;
  readonly expiresAt: number;
  readonly used: boolean;
}

/** @see RFC 6749 §1.5 */
export interface RefreshGrant extends AuthorizationGrant {
  readonly kind: 'refresh';
  readonly issuedAt: number;
  readonly used: boolean;
}

/** An access token. */
export interface AccessGrant extends AuthorizationGrant {
  readonly kind: 'access';
  /** The secret of its key in the store: the token without its namespace. */
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
  /** The time of the device's last token request. */
  readonly polledAt: number;
}

/** The device code for a user code. */
export interface UserCode {
  readonly kind: 'user-code';
  readonly device: string;
}

/** A consent page that waits for a decision. Its form contains the ticket. */
export interface ConsentTicket {
  readonly kind: 'ticket';
  readonly asked: ConsentRequest;
  readonly expiresAt: number;
  readonly used: boolean;
}

/** The consent that a page asks for: for an authorization request or for a device. */
export type ConsentRequest = ClientConsentRequest | DeviceConsentRequest;

export interface ClientConsentRequest {
  readonly by: 'client';
  readonly authorization: AuthorizationGrant;
  readonly responseType: 'code' | 'token';
  readonly returnTo: ReturnAddress;
  readonly challenge: string | undefined;
  readonly nonce: string | undefined;
}

export interface DeviceConsentRequest {
  readonly by: 'device';
  readonly device: string;
}

/** The redirect URI and the `state` of an authorization request. */
export interface ReturnAddress {
  readonly uri: string;
  /** Whether the request contained it. */
  readonly stated: boolean;
  readonly state: string | undefined;
  /** Whether the response parameters go into the query or the fragment. @see RFC 6749 §4.2.2 */
  readonly part: 'query' | 'fragment';
}

/** The access tokens of one authorization, and whether it was revoked. */
export interface Family {
  readonly kind: 'family';
  /** That of its tokens; absent before the first one. */
  readonly account?: string;
  readonly secrets: readonly string[];
  readonly ended: boolean;
}

/** Whether the next authorization request of a client is denied. */
export interface Denial {
  readonly kind: 'denial';
  readonly due: boolean;
}

/** A nonce of Digest challenges, and the last count that it was used with. @see RFC 7616 §3.4 */
export interface DigestNonce {
  readonly kind: 'nonce';
  readonly count: number;
  readonly expiresAt: number;
}

export type StoredGrant = DigestNonce | CodeGrant | RefreshGrant | AccessGrant | DeviceGrant | UserCode | ConsentTicket | Family | Denial;

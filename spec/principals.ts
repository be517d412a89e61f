/**
 * The accounts, principals and clients that a document declares: those of the mock.
 *
 * @module
 */

export interface Account {
  readonly name: string;
  readonly plan?: string;
}

export type PrincipalState = 'active' | 'revoked' | 'expired';

/** A principal of the mock, without its secret. */
export interface DocumentedPrincipal {
  readonly name: string;
  readonly account: string;
  /** The scheme of its credential. */
  readonly scheme: string;
  readonly scopes: readonly string[];
  readonly state: PrincipalState;
  /** Its allowlist: addresses and CIDR ranges that it may call from. Absent means anywhere. */
  readonly from?: readonly string[];
  readonly expendable: boolean;
}

/** @see RFC 7591 §2, `token_endpoint_auth_method` */
export type ClientAuthentication = 'client_secret_post' | 'client_secret_basic';

export interface Client {
  readonly name: string;
  readonly account: string;
  readonly scopes: readonly string[];
  readonly redirectUris: readonly string[];
  readonly public: boolean;
  readonly from?: readonly string[];
}

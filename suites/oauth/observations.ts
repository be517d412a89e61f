/**
 * The observations of the code flow: exchanges and facts of each kind.
 *
 * @module
 */
import type { Undecided } from '../engine/check.ts';
import type { Case, Evidence } from '../engine/evidence.ts';
import type { SimilarSecrets } from './secrets.ts';
import type { SimilarRedirect } from './redirects.ts';

/** The response of the token endpoint. */
type TokenRequest = { readonly probes: { readonly tokens: Evidence } };
/** The response of an operation of the API to a token. */
type ApiCall = { readonly probes: { readonly call: Evidence } };
/** The response of another endpoint. */
type OtherRequest = { readonly probes: { readonly response: Evidence } };

/** An authorization request that the server should reject. */
interface AuthorizationAttempt {
  readonly probes: { readonly authorization: Evidence };
  readonly facts: AttemptFacts;
}

export interface AttemptFacts {
  /** Whether the redirect has a code, and an access token. */
  readonly code: boolean;
  readonly token: boolean;
  /** The `error` and the `iss` of the redirect; empty if there are none. */
  readonly error: string;
  readonly issuer: string;
  /** Whether the `state` of the request came back. */
  readonly state: boolean;
  /** Whether the redirect goes to the URI of the request, and to the registered one. */
  readonly toRequested: boolean;
  readonly toRegistered: boolean;
}

/** A valid authorization request with something added that a server must accept. */
interface AuthorizationAddition {
  readonly probes: { readonly authorization: Evidence };
  readonly facts: {
    /** Whether a code came back to the redirect URI. */
    readonly works: boolean;
    readonly sentState: string;
    readonly returnedState: string;
  };
}

/** A flow with something added; whether its tokens are as expected. */
interface FlowAddition {
  /** No tokens if the authorization gave no code. */
  readonly probes: { readonly authorization: Evidence; readonly tokens?: Evidence };
  readonly facts: { readonly works: boolean };
}

/** A token request without a code that the server issued. */
interface TokenAttempt {
  readonly probes: {
    readonly response: Evidence;
    /** The same request again. */
    readonly again?: Evidence;
    /** The same request of a known client with a wrong secret. */
    readonly wrongSecret?: Evidence;
  };
  /** The error of the same request without its mistake; absent if no response gave one. */
  readonly facts: { readonly usualError?: string };
}

/** A revocation that the server should reject, and the token at the API after it. */
type RevocationAttempt = { readonly probes: { readonly response: Evidence; readonly call?: Evidence } };

type Attempts = { readonly [kind in AuthorizationAttemptKind]: AuthorizationAttempt };
type TokenAttempts = { readonly [kind in TokenAttemptKind]: TokenAttempt };
type WrongRedemptions = { readonly [kind in WrongRedemptionKind]: TokenRequest };
type Introspections = { readonly [kind in IntrospectionKind]: OtherRequest };

export type AuthorizationAttemptKind =
  | `uri-${SimilarRedirect}`
  | 'unknown-client'
  | 'missing-client'
  | 'foreign-uri'
  | 'repeated-uri'
  | 'insecure-uri'
  | 'no-response-type'
  | 'unknown-response-type'
  | 'implicit'
  | 'repeated-parameter'
  | 'unknown-method'
  | 'plain-method'
  | 'outsider';

export type TokenAttemptKind =
  | 'invented-code'
  | 'altered-code'
  | 'wrong-secret'
  | 'no-secret'
  | 'unknown-id'
  | 'basic'
  | 'basic-wrong'
  | 'basic-unknown'
  | 'post'
  | 'two-authentications'
  | 'secret-in-url'
  | 'get'
  | 'get-basic'
  | 'get-secret'
  | 'put'
  | 'unknown-token-parameter'
  | 'repeated-token-parameter'
  | 'no-grant-type'
  | 'empty-grant-type'
  | 'unknown-grant'
  | 'client-credentials'
  | 'password'
  | 'device-code';

export type WrongRedemptionKind =
  | 'wrong-verifier'
  | 'missing-verifier'
  | 'verifier-without-challenge'
  | 'other-client'
  | 'other-redirect-uri'
  | 'absent-redirect-uri'
  | 'late-code';

export type IntrospectionKind =
  | 'introspect-anonymous'
  | 'introspect-wrong-secret'
  | 'introspect-active'
  | 'introspect-unknown'
  | 'introspect-revoked';

/** Every kind of observation of the code flow. */
export interface CodeFlowObservations extends Attempts, TokenAttempts, WrongRedemptions, Introspections {
  readonly metadata: OtherRequest;
  readonly 'resource-metadata': OtherRequest;
  readonly 'plain-authorize': OtherRequest;
  readonly 'plain-token': OtherRequest;

  readonly authorization: {
    readonly probes: { readonly authorization: Evidence };
    /** Whether there is a code, whether the redirect goes to the redirect URI, and the `iss` of it. */
    readonly facts: { readonly code: boolean; readonly back: boolean; readonly issuer: string };
  };
  readonly 'documented-only': {
    readonly probes: { readonly authorization?: Evidence; readonly tokens?: Evidence };
    readonly facts: { readonly granted: boolean; readonly demandsPkce: boolean };
  };
  readonly 'code-exchange': TokenRequest;
  readonly 'code-replay': TokenRequest;
  readonly 'api-allowed': ApiCall & { readonly facts: { readonly plan: string } };
  readonly 'api-whoami': ApiCall & { readonly facts: { readonly granted: readonly string[] } };
  readonly 'api-rejected': ApiCall;
  readonly refresh: { readonly probes: { readonly tokens: Evidence; readonly call?: Evidence } };
  readonly 'refresh-narrow': TokenRequest & {
    /** The scope that was asked for, and those of the new token; absent if there is none. */
    readonly facts: { readonly wanted: string; readonly granted?: readonly string[] };
  };
  readonly 'refresh-replay': TokenRequest;
  readonly 'refresh-family': TokenRequest;

  readonly 'unknown-scope': AuthorizationAttempt & { readonly facts: AttemptFacts & UnknownScopeFacts };
  readonly denied: {
    readonly probes: { readonly authorization: Evidence };
    readonly facts: { readonly error: string; readonly code: boolean; readonly state: boolean; readonly back: boolean };
  };
  readonly cors: { readonly probes: { readonly authorization: Evidence } };
  readonly frame: { readonly probes: { readonly page: Evidence } };

  readonly state: AuthorizationAddition;
  readonly 'unknown-parameter': AuthorizationAddition;
  readonly plus: FlowAddition;
  readonly challenge: FlowAddition;
  readonly certified: {
    readonly probes: { readonly authorization: Evidence; readonly tokens?: Evidence };
    /** Why the library rejects the responses. */
    readonly facts: { readonly objection?: string };
  };
  readonly 'replay-tokens': {
    readonly probes: { readonly tokens: Evidence; readonly call: Evidence };
    readonly facts: { readonly granted: boolean };
  };

  readonly 'asked-less': ApiCall;
  readonly 'refresh-widen': {
    readonly probes: { readonly tokens: Evidence; readonly call?: Evidence };
    readonly facts: { readonly wider: boolean; readonly before: readonly string[]; readonly after: readonly string[] };
  };
  readonly 'refresh-other-client': TokenRequest;

  readonly 'wrong-secret-first': {
    readonly probes: { readonly wrong: Evidence; readonly right: Evidence };
    /** Whether the wrong secret got tokens, and whether the right one did after it. */
    readonly facts: { readonly accepted: boolean; readonly kept: boolean };
  };
  readonly 'revoke-anonymous': RevocationAttempt;
  readonly 'revoke-wrong-secret': RevocationAttempt;
  readonly 'revoke-other-client': RevocationAttempt;
  readonly 'revoke-unknown': OtherRequest;
  readonly 'revoke-token': RevocationAttempt;
  readonly 'revoke-refresh': { readonly probes: { readonly response: Evidence; readonly tokens: Evidence } };

  readonly 'scope-omitted': TokenRequest;
  /** Seconds. */
  readonly 'expired-token': ApiCall & { readonly facts: { readonly lifetime: number } };
  readonly 'public-refresh-replay': TokenRequest & { readonly facts: { readonly rotated: boolean } };

  readonly unguessable: TokenRequest & { readonly facts: { readonly bits: number; readonly similar?: SimilarSecrets } };
}

/** A code for an unknown scope is fine if its tokens come without it, and the response says so. */
export interface UnknownScopeFacts {
  /** The `scope` of the tokens, and whether the unknown one is missing there. */
  readonly granted?: string;
  readonly narrowed?: boolean;
  /** The id of the token response. */
  readonly tokens?: string;
}

export type CodeFlowKind = keyof CodeFlowObservations;

/** A case of the code flow. Its principal is the name of the client. */
export interface CodeFlowCase extends Case {
  readonly kind: CodeFlowKind;
}

interface Shared {
  /** A request of the same client with valid credentials. */
  readonly controls: readonly Evidence[];
  readonly undecided?: Undecided;
}

/** The observation of a step for one kind. */
export type StepObservation<K extends CodeFlowKind> = { readonly [kind in K]: CodeFlowObservations[kind] & Shared }[K];

/** An observation of one of these kinds. */
export type CodeFlowObservation<K extends CodeFlowKind = CodeFlowKind> = {
  readonly [kind in K]: CodeFlowObservations[kind] & Shared & { readonly kind: kind; readonly case: CodeFlowCase };
}[K];

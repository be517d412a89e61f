import type { MalformedCredential } from '../../spec/schemes/scheme.ts';
import type { ErrorCode } from '../oauth/error-code.ts';

/** A rejection of a request's credentials; `principal` is the holder of a known credential in the request. */
export type CredentialCause = { readonly principal?: string } & (
  | { readonly code: 'missing-credential' }
  | { readonly code: 'unknown-credential' }
  | { readonly code: 'inactive-credential'; readonly state: 'expired' | 'revoked' }
  | { readonly code: 'wrong-credential' }
  | { readonly code: 'forbidden-bytes' }
  | { readonly code: 'token-in-query' }
  | { readonly code: 'unsupported-scheme' }
  | ({ readonly code: 'malformed-credential' } & MalformedCredential)
);

type ExistenceCause =
  | { readonly code: 'no-such-path' }
  | { readonly code: 'no-such-method' }
  | { readonly code: 'unknown-method' }
  | { readonly code: 'no-such-object'; readonly collection: string };

type ValidationCause =
  | { readonly code: 'body-too-large' }
  | { readonly code: 'missing-parameter'; readonly in: string; readonly name: string }
  | { readonly code: 'missing-body' }
  | { readonly code: 'unsupported-media-type' }
  | { readonly code: 'body-not-json' }
  | { readonly code: 'invalid-body'; readonly pointer: string; readonly message: string };

/** A request that is not valid HTTP, or an internal error. */
type EngineCause =
  | { readonly code: 'missing-host' }
  | { readonly code: 'unsupported-expectation' }
  | { readonly code: 'connect-method' }
  | { readonly code: 'header-too-large' }
  | { readonly code: 'request-timeout' }
  | { readonly code: 'chunk-extensions-too-large' }
  | { readonly code: 'not-http' }
  | { readonly code: 'internal-error'; readonly message: string };

type ServedCause =
  | { readonly code: 'operation'; readonly operation: string }
  | { readonly code: 'preferred-response'; readonly operation: string }
  | { readonly code: 'options' }
  | { readonly code: 'cors-preflight' };

type OAuthCause =
  | { readonly code: 'oauth-error'; readonly error: ErrorCode; readonly description: string }
  | { readonly code: 'code-issued'; readonly client: string }
  | { readonly code: 'tokens-issued'; readonly client: string }
  | { readonly code: 'device-code-issued'; readonly client: string }
  | { readonly code: 'introspection'; readonly client: string }
  | { readonly code: 'revocation'; readonly client: string }
  | { readonly code: 'consent-page'; readonly client: string; readonly device: boolean }
  | { readonly code: 'device-decision'; readonly client: string; readonly approved: boolean }
  | { readonly code: 'user-code-page' }
  | { readonly code: 'metadata' };

/** Why a request got its response: a code and its data. Contains no secret. */
export type Cause =
  | { readonly code: 'plain-http' }
  | CredentialCause
  | { readonly code: 'address-not-allowed'; readonly holder: string }
  | { readonly code: 'limit-exceeded'; readonly window: string }
  | { readonly code: 'missing-scope'; readonly principal: string; readonly operation: string }
  | ExistenceCause
  | ValidationCause
  | EngineCause
  | ServedCause
  | OAuthCause
  | { readonly code: 'fault'; readonly fault: string }
  | { readonly code: 'variant'; readonly variant: string };

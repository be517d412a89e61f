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
  | { readonly code: 'invalid-parameter'; readonly in: string; readonly name: string; readonly message: string }
  | { readonly code: 'missing-body' }
  | { readonly code: 'unsupported-media-type' }
  | { readonly code: 'body-not-json' }
  | { readonly code: 'invalid-body'; readonly pointer: string; readonly message: string };

/** A request that is not valid HTTP, or an internal error. */
type EngineCause =
  | { readonly code: 'missing-host' }
  | { readonly code: 'repeated-host' }
  | { readonly code: 'unsupported-expectation' }
  | { readonly code: 'connect-method' }
  | { readonly code: 'header-too-large' }
  | { readonly code: 'request-timeout' }
  | { readonly code: 'chunk-extensions-too-large' }
  | { readonly code: 'not-http' }
  | { readonly code: 'store-unavailable' }
  | { readonly code: 'internal-error'; readonly message: string };

type ServedCause =
  | { readonly code: 'operation'; readonly operation: string }
  | { readonly code: 'preferred-response'; readonly operation: string }
  | { readonly code: 'options' }
  | { readonly code: 'cors-preflight' }
  | { readonly code: 'scripted' };

type OAuthCause =
  | { readonly code: 'oauth-error'; readonly error: ErrorCode; readonly description: string }
  | { readonly code: 'code-issued'; readonly client: string }
  | { readonly code: 'tokens-issued'; readonly client: string }
  | { readonly code: 'device-code-issued'; readonly client: string }
  | { readonly code: 'introspection'; readonly client: string }
  | { readonly code: 'claims' }
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

const malformed: { readonly [problem in MalformedCredential['problem']]: string } = {
  repeated: 'is sent more than once',
  empty: 'has no credential',
  'no-scheme': 'does not begin with an authentication scheme',
  'not-a-token': 'does not contain a valid token',
  'not-base64': 'is not Base64 of UTF-8',
  'no-colon': 'has no colon between user name and password',
  'not-percent-encoded': 'is not percent-encoded UTF-8',
};

type Code = Cause['code'];
type CauseOf<C extends Code> = Extract<Cause, { readonly code: C }>;

/** The words for each code, without the principal. */
export const causeWords: { readonly [code in Code]: (cause: CauseOf<code>) => string } = {
  'plain-http': () => 'plain HTTP',
  'missing-credential': () => 'no credential',
  'unknown-credential': () => 'unknown credential',
  'inactive-credential': (cause) => `${cause.state} credential`,
  'wrong-credential': () => 'the operation requires other credentials',
  'forbidden-bytes': () => 'the credential contains bytes that HTTP forbids',
  'token-in-query': () => 'a second token in the query',
  'unsupported-scheme': () => 'no supported authentication scheme',
  'malformed-credential': (cause) => `the ${cause.in} ${cause.name} ${malformed[cause.problem]}`,
  'address-not-allowed': (cause) => `the address is not on the allowlist of ${cause.holder}`,
  'limit-exceeded': (cause) => `over ${cause.window}`,
  'missing-scope': (cause) => `${cause.principal} lacks a scope of ${cause.operation}`,
  'no-such-path': () => 'no such path',
  'no-such-method': () => 'the path does not have the method',
  'unknown-method': () => 'unknown method',
  'no-such-object': (cause) => `no such object in ${cause.collection}`,
  'body-too-large': () => 'the body is too large',
  'missing-parameter': (cause) => `the ${cause.in} parameter ${cause.name} is missing`,
  'invalid-parameter': (cause) => `the ${cause.in} parameter ${cause.name} is not valid: ${cause.message}`,
  'missing-body': () => 'the body is missing',
  'unsupported-media-type': () => 'the media type of the body is not supported',
  'body-not-json': () => 'the body is not JSON',
  'invalid-body': (cause) => `the body is not valid${cause.pointer === '' ? '' : ` at ${cause.pointer}`}: ${cause.message}`,
  'missing-host': () => 'no Host header',
  'repeated-host': () => 'more than one Host header',
  'unsupported-expectation': () => 'the Expect header is not supported',
  'connect-method': () => 'CONNECT is not supported',
  'header-too-large': () => 'the header section is too large',
  'request-timeout': () => 'the request did not arrive in time',
  'chunk-extensions-too-large': () => 'the chunk extensions are too large',
  'not-http': () => 'not an HTTP request',
  'store-unavailable': () => 'the store does not answer',
  'internal-error': (cause) => cause.message,
  operation: (cause) => cause.operation,
  'preferred-response': (cause) => `preferred response of ${cause.operation}`,
  options: () => 'OPTIONS',
  'cors-preflight': () => 'CORS preflight',
  scripted: () => 'an answer of the script',
  'oauth-error': (cause) => `${cause.error}, ${cause.description}`,
  'code-issued': (cause) => `code for ${cause.client}`,
  'tokens-issued': (cause) => `tokens for ${cause.client}`,
  'device-code-issued': (cause) => `device code for ${cause.client}`,
  introspection: (cause) => `introspection by ${cause.client}`,
  claims: () => 'claims of a user',
  revocation: (cause) => `revocation by ${cause.client}`,
  'consent-page': (cause) => `consent page for ${cause.device ? 'a device of ' : ''}${cause.client}`,
  'device-decision': (cause) => `device of ${cause.client} ${cause.approved ? 'approved' : 'denied'}`,
  'user-code-page': () => 'page for the user code',
  metadata: () => 'metadata',
  fault: (cause) => `fault ${cause.fault}`,
  variant: (cause) => `variant ${cause.variant}`,
};

function wordsFor<C extends Code>(code: C, cause: CauseOf<C>): string {
  return causeWords[code](cause);
}

/** The English words for a cause. Only for people: no code reads them. */
export function describeCause(cause: Cause): string {
  const holder = 'principal' in cause && cause.code !== 'missing-scope' ? ` of ${cause.principal}` : '';
  return wordsFor(cause.code, cause) + holder;
}

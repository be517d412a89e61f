import type { MalformedCredential } from '../../spec/schemes/scheme.ts';
import type { Cause } from './cause.ts';

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
  'missing-body': () => 'the body is missing',
  'unsupported-media-type': () => 'the media type of the body is not supported',
  'body-not-json': () => 'the body is not JSON',
  'invalid-body': (cause) => `the body is not valid${cause.pointer === '' ? '' : ` at ${cause.pointer}`}: ${cause.message}`,
  'missing-host': () => 'no Host header',
  'unsupported-expectation': () => 'the Expect header is not supported',
  'connect-method': () => 'CONNECT is not supported',
  'header-too-large': () => 'the header section is too large',
  'request-timeout': () => 'the request did not arrive in time',
  'chunk-extensions-too-large': () => 'the chunk extensions are too large',
  'not-http': () => 'not an HTTP request',
  'internal-error': (cause) => cause.message,
  operation: (cause) => cause.operation,
  'preferred-response': (cause) => `preferred response of ${cause.operation}`,
  options: () => 'OPTIONS',
  'cors-preflight': () => 'CORS preflight',
  'oauth-error': (cause) => `${cause.error}, ${cause.description}`,
  'code-issued': (cause) => `code for ${cause.client}`,
  'tokens-issued': (cause) => `tokens for ${cause.client}`,
  'device-code-issued': (cause) => `device code for ${cause.client}`,
  introspection: (cause) => `introspection by ${cause.client}`,
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

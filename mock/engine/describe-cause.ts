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

type Words = { readonly [code in Cause['code']]: (cause: Extract<Cause, { readonly code: code }>) => string };

const words: Words = {
  'plain-http': () => 'plain HTTP',
  'missing-credential': () => 'no credential',
  'unknown-credential': () => 'unknown credential',
  'inactive-credential': ({ state }) => `${state} credential`,
  'wrong-credential': () => 'the operation requires other credentials',
  'forbidden-bytes': () => 'the credential contains bytes that HTTP forbids',
  'token-in-query': () => 'a second token in the query',
  'unsupported-scheme': () => 'no supported authentication scheme',
  'malformed-credential': ({ in: place, name, problem }) => `the ${place} ${name} ${malformed[problem]}`,
  'address-not-allowed': ({ holder }) => `the address is not on the allowlist of ${holder}`,
  'limit-exceeded': ({ window }) => `over ${window}`,
  'missing-scope': ({ principal, operation }) => `${principal} lacks a scope of ${operation}`,
  'no-such-path': () => 'no such path',
  'no-such-method': () => 'the path does not have the method',
  'unknown-method': () => 'unknown method',
  'no-such-object': ({ collection }) => `no such object in ${collection}`,
  'body-too-large': () => 'the body is too large',
  'missing-parameter': ({ in: place, name }) => `the ${place} parameter ${name} is missing`,
  'missing-body': () => 'the body is missing',
  'unsupported-media-type': () => 'the media type of the body is not supported',
  'body-not-json': () => 'the body is not JSON',
  'invalid-body': ({ pointer, message }) => `the body is not valid${pointer === '' ? '' : ` at ${pointer}`}: ${message}`,
  'missing-host': () => 'no Host header',
  'unsupported-expectation': () => 'the Expect header is not supported',
  'connect-method': () => 'CONNECT is not supported',
  'header-too-large': () => 'the header section is too large',
  'request-timeout': () => 'the request did not arrive in time',
  'chunk-extensions-too-large': () => 'the chunk extensions are too large',
  'not-http': () => 'not an HTTP request',
  'internal-error': ({ message }) => message,
  operation: ({ operation }) => operation,
  'preferred-response': ({ operation }) => `preferred response of ${operation}`,
  options: () => 'OPTIONS',
  'cors-preflight': () => 'CORS preflight',
  'oauth-error': ({ error, description }) => `${error}, ${description}`,
  'code-issued': ({ client }) => `code for ${client}`,
  'tokens-issued': ({ client }) => `tokens for ${client}`,
  'device-code-issued': ({ client }) => `device code for ${client}`,
  introspection: ({ client }) => `introspection by ${client}`,
  revocation: ({ client }) => `revocation by ${client}`,
  'consent-page': ({ client, device }) => `consent page for ${device ? 'a device of ' : ''}${client}`,
  'device-decision': ({ client, approved }) => `device of ${client} ${approved ? 'approved' : 'denied'}`,
  'user-code-page': () => 'page for the user code',
  metadata: () => 'metadata',
  fault: ({ fault }) => `fault ${fault}`,
  variant: ({ variant }) => `variant ${variant}`,
};

/** The English words for a cause. Only for people: nothing in the project reads them. */
export function describeCause<C extends Cause>(cause: C): string {
  const describe = words[cause.code] as (cause: C) => string;
  const principal = 'principal' in cause && cause.code !== 'missing-scope' ? ` of ${cause.principal}` : '';
  return describe(cause) + principal;
}

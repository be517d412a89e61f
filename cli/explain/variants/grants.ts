import type { Words } from './calls.ts';

/** The flow as documented, and what its tokens are good for. */
const documented: Words = {
  authorization: 'an authorization request with the documented parameters',
  'documented-only': 'the whole flow with the documented parameters alone: no state, no challenge',
  'code-exchange': 'its code, exchanged as documented',
  unguessable: 'the code and the tokens that the flow gave',
  'api-allowed': 'its access token at an operation that the granted scopes open',
  'api-whoami': 'its access token at the operation that tells a caller who it is',
  'api-refused': 'its access token at an operation that the granted scopes do not open',
  refresh: 'its refresh token, used as documented',
  'refresh-narrow': 'a refresh that asks for one of the granted scopes',
  'refresh-replay': 'the refresh token that was replaced, a second time',
  'refresh-family': 'the newest refresh token, after the replaced one was tried again',
  'code-replay': 'the code that has given tokens, a second time',
};

/** The authorization endpoint, asked for what it must not give. */
const authorization: Words = {
  'unknown-client': 'a client id that was never registered',
  'missing-client': 'no client id',
  'foreign-uri': 'a redirect URI on another host',
  'uri-trailing-slash': 'the registered redirect URI with a slash at its end, or without the one that it has',
  'uri-longer-path': 'the registered redirect URI with one more segment',
  'uri-added-query': 'the registered redirect URI with one more parameter in its query',
  'uri-added-fragment': 'the registered redirect URI with a fragment',
  'uri-other-case': 'the registered redirect URI with its path in capitals',
  'uri-other-port': 'the registered redirect URI with another port',
  'uri-subdomain': 'the registered redirect URI on a host below its own',
  'uri-superdomain': 'the registered redirect URI on a host of somebody else’s that begins with its own',
  'uri-user-information': 'the registered host as the name of a user of another host',
  'uri-path-traversal': 'the registered redirect URI, left by encoded dots that climb up',
  'uri-other-scheme': 'the registered redirect URI with http for https, or https for http',
  'uri-encoded': 'the registered redirect URI with its last letter percent-encoded',
  'repeated-uri': 'the registered redirect URI, and a foreign one behind it',
  'insecure-uri': 'the redirect URI over plain HTTP that a client has registered',
  'no-response-type': 'no response type',
  'unknown-response-type': 'a response type that does not exist',
  implicit: 'the response type token',
  'unknown-scope': 'a scope that does not exist, beside the client’s own',
  'repeated-parameter': 'two states',
  'unknown-method': 'a challenge with a method that does not exist',
  'plain-method': 'a challenge with the method plain',
  outsider: 'a client of an account whose plan does not include OAuth',
  denied: 'a person who declines',
  cors: 'a request that a page of another origin makes',
  frame: 'the page on which a person signs in or consents',
  'plain-authorize': 'an authorization request over plain HTTP',
};

/** The token endpoint, asked without a code that it gave. */
const desk: Words = {
  'plain-token': 'a token request over plain HTTP, with an invented code and no secret',
  'invented-code': 'a code that was never given',
  'altered-code': 'a code that was given, with another last character',
  'wrong-secret': 'a wrong secret in the body',
  'no-secret': 'the client’s id without its secret',
  'unknown-id': 'a client id that was never registered, in the body',
  basic: 'id and secret by HTTP Basic, with an invented code',
  'basic-wrong': 'a wrong secret by HTTP Basic',
  'basic-unknown': 'a client id that was never registered, by HTTP Basic',
  post: 'id and secret in the body, with an invented code',
  'two-authentications': 'id and secret both by HTTP Basic and in the body',
  'secret-in-url': 'id and secret in the query',
  get: 'the method GET',
  put: 'the method PUT',
  'unknown-token-parameter': 'a parameter of the token request that does not exist',
  'repeated-token-parameter': 'two grant types',
  'no-grant-type': 'no grant type',
  'empty-grant-type': 'a grant type without a value',
  'unknown-grant': 'a grant type that does not exist',
  'client-credentials': 'the client credentials grant, which the document does not declare',
  password: 'the password grant, which the document does not declare',
  'device-code': 'the device grant, which the document does not declare',
};

/** Flows with a code of their own, and codes that are presented with one thing wrong. */
const spent: Words = {
  state: 'a state of all the characters that have to be encoded',
  'unknown-parameter': 'a parameter of the authorization request that does not exist',
  plus: 'scopes with + between them',
  challenge: 'an S256 challenge, and its verifier',
  certified: 'the flow as a certified client library goes through it',
  'replay-tokens': 'the access token of a code that was presented a second time',
  'asked-less': 'a token for one scope alone, at an operation that this scope does not open',
  'refresh-widen': 'a refresh that asks for more than was granted',
  'refresh-other-client': 'the refresh token, presented by another client',
  'wrong-secret-first': 'a live code, first with a wrong secret and then with the right one',
  'scope-omitted': 'a flow that asks for no scope',
  'expired-token': 'an access token after the lifetime that was told for it',
  'public-refresh-replay': 'a used refresh token, where there is one of a client without a secret',
  'wrong-verifier': 'a code that was asked with a challenge, with a wrong verifier',
  'missing-verifier': 'a code that was asked with a challenge, without a verifier',
  'verifier-without-challenge': 'a code that was asked without a challenge, with a verifier',
  'other-client': 'a code, presented by another client',
  'other-redirect-uri': 'a code, presented with another redirect URI',
  'absent-redirect-uri': 'a code, presented without its redirect URI',
  'late-code': 'a code, presented after more than ten minutes',
};

/** What lies around the flow. */
const around: Words = {
  metadata: 'the metadata of the authorization server',
  'resource-metadata': 'the metadata of the API as a protected resource',
  'introspect-anonymous': 'introspection of a live token by nobody',
  'introspect-wrong-secret': 'introspection of a live token with a wrong secret',
  'introspect-active': 'introspection of a live token',
  'introspect-unknown': 'introspection of a token that was never given',
  'introspect-revoked': 'introspection of a token that was revoked',
  'revoke-anonymous': 'revocation of a live token by nobody',
  'revoke-wrong-secret': 'revocation of a live token with a wrong secret',
  'revoke-other-client': 'revocation of a live token by another client',
  'revoke-unknown': 'revocation of a token that was never given',
  'revoke-token': 'an access token, after its client revoked it',
  'revoke-refresh': 'a refresh token, after its client revoked it',
};

/** What tells the observations of the scenes about OAuth apart. */
export const grantWords: { readonly [scenario: string]: Words } = {
  'code-flow': { ...documented, ...authorization, ...desk, ...spent, ...around },
  'other-flows': {
    clientCredentials: 'the client credentials flow',
    password: 'the password flow',
    implicit: 'the implicit flow',
    deviceAuthorization: 'the device flow',
  },
};

/** Variants of one scene, and what each stands for. */
export type Words = { readonly [variant: string]: string };

const nobody: Words = { missing: 'no credential', unknown: 'a credential that was never issued' };
const dead: Words = { revoked: 'a credential that was revoked', expired: 'a credential that ran out' };

const elsewhere = 'a principal at an address that its list does not hold';

/** What tells the observations of the scenes about calls of the API apart. */
export const callWords: { readonly [scenario: string]: Words } = {
  'tls-handshake': {
    verified: 'with verification, as an ordinary client',
    TLSv1: 'offering nothing but TLS 1.0',
    'TLSv1.1': 'offering nothing but TLS 1.1',
  },
  'unknown-credentials': {
    ...nobody,
    truncated: 'a live credential without its last characters',
    altered: 'a live credential with another last character',
    extended: 'a live credential with one more character behind it',
    'other-environment': 'a live credential as another environment would have issued it',
    ...dead,
  },
  'missing-credentials': { ...nobody, ...dead },
  whoami: { live: 'a live credential', ...nobody },
  'rejected-changes': { unscoped: 'a principal without the scope', missing: 'no credential', unlisted: elsewhere },
  'uncharged-rejections': { unlisted: elsewhere },
  'other-accounts': {
    look: 'an object of another account, or the list in which it would stand',
    change: 'a change or deletion of an object of another account',
  },
  'undeclared-changes': {
    put: 'PUT, which the document does not declare',
    patch: 'PATCH, which the document does not declare',
    delete: 'DELETE, which the document does not declare',
    post: 'POST, which the document does not declare',
  },
  'cors-origins': {
    foreign: 'on behalf of a page of another host',
    'foreign preflight': 'as a browser asks first, for a page of another host',
    null: 'on behalf of a page of the origin null',
    'null preflight': 'as a browser asks first, for a page of the origin null',
    lookalike: 'on behalf of a page of a host that begins with the API’s own',
    'lookalike preflight': 'as a browser asks first, for a page of a host that begins with the API’s own',
  },
  'equivalent-requests': {
    head: 'as HEAD',
    query: 'with another query',
    'trailing-slash': 'with a slash at the end of the path',
    'upper-case': 'with the path in capitals',
    'scheme-in-small-letters': 'with the scheme of the credential in small letters',
    'other-version': 'under the next version of the base path',
  },
  'forged-jwts': {
    none: 'a live JWT whose header names the algorithm none, without its signature',
    'none-in-other-letters': 'a live JWT whose header names the algorithm nOnE, without its signature',
    'empty-signature': 'a live JWT with nothing behind its last dot',
    'no-signature': 'a live JWT without its third part',
    'added-claim': 'a live JWT with one more claim, under its old signature',
    'other-audience': 'a live JWT made out to another audience, under its old signature',
    'later-end': 'a live JWT that ends a year later, under its old signature',
    'changed-signature': 'a live JWT with another letter in the middle of its signature',
    'guessable-key': 'the claims of a live JWT, signed with a word that samples have for a secret',
    'embedded-key': 'the claims of a live JWT, signed with a new key that stands in the header',
    expired: 'a JWT that has ended',
  },
  'credential-guessing': {
    times: 'refusals of an unknown and of a revoked credential, in turn',
    many: 'a hundred wrong credentials in a row',
  },
  'malformed-credentials': {
    empty: 'a field without a value',
    'scheme-alone': 'the name of the scheme and nothing behind it',
    'two-tokens': 'two tokens in one field',
    'good-line-then-bad-line': 'two fields, the good credential first',
    'bad-line-then-good-line': 'two fields, the good credential last',
    'control-character': 'a good credential with a NUL inside',
  },
  'forwarded-address': {
    'x-forwarded-for': 'a listed address in X-Forwarded-For, twice',
    forwarded: 'a listed address in Forwarded',
    'x-real-ip': 'a listed address in X-Real-IP',
    'true-client-ip': 'a listed address in True-Client-IP',
    'x-client-ip': 'a listed address in X-Client-IP',
    'cf-connecting-ip': 'a listed address in CF-Connecting-IP',
    'x-originating-ip': 'a listed address in X-Originating-IP',
    mapped: 'a listed address in X-Forwarded-For, written as IPv6',
  },
  'forwarded-for': {
    'x-forwarded-for': 'another address in X-Forwarded-For each time',
    forwarded: 'another address in Forwarded each time',
    'x-real-ip': 'another address in X-Real-IP each time',
  },
  'forwarded-proto': {
    'x-forwarded-proto': 'X-Forwarded-Proto: https',
    forwarded: 'Forwarded: proto=https',
    'x-forwarded-ssl': 'X-Forwarded-Ssl: on',
    'front-end-https': 'Front-End-Https: on',
  },
  'operation-matrix': {
    allowed: 'the principal’s scopes allow the operation',
    refused: 'the principal’s scopes do not allow the operation',
  },
  'rate-limit-headers': {
    success: 'several successes in a row',
    refusal: 'a refusal for want of a scope',
    'not-found': 'an object that does not exist',
  },
  'misplaced-credentials': {
    'query-api_key': 'in the query, as api_key',
    'query-api-key': 'in the query, as api-key',
    'query-access_token': 'in the query, as access_token',
    'query-key': 'in the query, as key',
    'header-x-api-key': 'in the field X-API-Key',
    'header-api-key': 'in the field Api-Key',
    bearer: 'in the field Authorization, as a bearer token',
    cookie: 'in a cookie',
    body: 'in the body, as of a form',
  },
  'request-errors': {
    'no-such-path': 'a path that does not exist',
    'no-such-object': 'an object that does not exist',
    'undeclared-method': 'a method that the document does not declare there',
    'malformed-body': 'a body that is no JSON',
  },
};

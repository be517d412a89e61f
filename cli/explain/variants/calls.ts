/** Variants of one scene, and what each stands for. */
export type Words = { readonly [variant: string]: string };

const elsewhere = 'a principal at an address that its list does not hold';

/** What tells the observations of the scenes about calls of the API apart. */
export const callWords: { readonly [scenario: string]: Words } = {
  'tls-handshake': {
    verified: 'with verification, as an ordinary client',
    TLSv1: 'offering nothing but TLS 1.0',
    'TLSv1.1': 'offering nothing but TLS 1.1',
  },
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
  'credential-guessing': {
    times: 'refusals of an unknown and of a revoked credential, in turn',
    many: 'a hundred wrong credentials in a row',
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
  'rate-limit-headers': {
    success: 'several successes in a row',
    refusal: 'a refusal for want of a scope',
    'not-found': 'an object that does not exist',
  },
  'request-errors': {
    'no-such-path': 'a path that does not exist',
    'no-such-object': 'an object that does not exist',
    'undeclared-method': 'a method that the document does not declare there',
    'malformed-body': 'a body that is no JSON',
  },
};

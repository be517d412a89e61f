import { ofOperation, type Words } from './word.ts';

/** Mismatches of the topic http. */
export const httpMismatches = {
  'head-served': 'HEAD is served although GET is rejected',
  'content-with-head': 'the response to HEAD has content',
  'head-differs': 'HEAD gets another response than GET',
  'data-on-options': 'OPTIONS without a credential gets the data of GET',
  'request-echoed': 'the response repeats the TRACE request',
  'undeclared-method-served': ({ method = '', declared = '' }) => `${method} is served although the path only has ${declared}`,
  'allow-missing': 'a 405 without an Allow header',
  'allow-malformed': 'the Allow header is not a list of methods',
  'allow-incomplete': 'the Allow header lacks a declared method',
  'rejected-method-allowed': ({ method = '' }) => `the Allow header lists ${method}, which was rejected`,
  'method-overridden': ({ by = '' }) => `${by} turned the request into DELETE`,
  'date-missing': ofOperation('no Date header'),
  'date-repeated': ofOperation('more than one Date header'),
  'date-malformed': ofOperation('the Date header is not an HTTP date'),
  'challenge-missing': ofOperation('a 401 without a challenge'),
  'challenge-malformed': ofOperation('WWW-Authenticate is not a list of challenges'),
  'basic-realm-missing': ofOperation('a Basic challenge without a realm'),
  'retry-after-malformed': ofOperation('Retry-After is neither seconds nor an HTTP date'),
  'cached-429': ofOperation('a 429 from a cache'),
  'cacheable-429': ofOperation('a 429 that caches may store'),
  'unexplained-429': ofOperation('a 429 without an explanation'),
  'nosniff-missing': ofOperation(({ status = '' }) => `a ${status} without X-Content-Type-Options: nosniff`),
  'shared-caching-allowed': ofOperation('shared caches may store the response'),
  'caching-unrestricted': ofOperation('caches may store the response'),
  'alternative-path-served': ({ spelling = '' }) => `served without a credential at another spelling of the path (${spelling})`,
  'served-from-cache': 'served without a credential after a request with one',
  'http2-differs': 'the rejection over HTTP/2 differs from that over HTTP/1.1',
  'split-request-unanswered': 'a request in pieces gets no response',
  'split-request-rejected': 'a request in pieces gets another response than a whole one',
} as const satisfies Words;

/** Causes of undecided checks in the topic http. */
export const httpCauses = {
  'get-not-rejected': ({ status = '' }) => `GET is not rejected either (${status})`,
  'no-http2': 'the target does not support HTTP/2',
  'not-rejected-over-http1': ({ status = '' }) => `the request is not rejected over HTTP/1.1 either (${status})`,
  'no-other-spelling': 'the path has no other spelling of this kind',
  'served-without-cache': ({ requirement = '' }) =>
    `a URL that nobody fetched before is served without a credential too: see ${requirement}`,
  'nothing-to-cache': ({ status = '' }) => `there is nothing to cache: the status with a valid credential is ${status}`,
} as const satisfies Words;

import type { MockResponse } from '../../engine/request.ts';
import type { RequestContext } from '../../engine/request-context.ts';
import { onResponse, onRejection, withBody, withHeader } from '../edits.ts';
import type { Faults } from '../fault.ts';

/** Changes successful responses to safe methods. */
const onRead = (change: (response: MockResponse, context: RequestContext) => MockResponse) =>
  onResponse((response, context) =>
    context.decision?.gate === 'success' && context.operation?.operation.safe === true ? change(response, context) : response,
  );

/** The other requirements that a 429 without a body violates. */
const alsoWithoutBody = ['limits/429-body', 'limits/429-message', 'limits/retry-after-format'] as const;

export const httpFieldsFaults = {
  'omits-date-on-401': {
    breaks: ['http/date'],
    description: 'A 401 has no Date header.',
    apply: onResponse((response) => (response.status === 401 ? withHeader(response, 'Date') : response)),
  },
  'sends-iso-date-on-404': {
    breaks: ['http/date'],
    description: 'The Date header of a 404 has the ISO format.',
    apply: onResponse((response, { request }) =>
      response.status === 404 ? withHeader(response, 'Date', new Date(request.at).toISOString()) : response,
    ),
  },
  'omits-challenge-on-unknown-paths': {
    breaks: ['http/401-challenge'],
    description: 'Another layer rejects unknown paths with 401 and sends no challenge.',
    apply: onResponse((response, { route }) =>
      response.status === 401 && route === undefined ? withHeader(response, 'WWW-Authenticate') : response,
    ),
  },
  'omits-basic-realm': {
    breaks: ['http/basic-realm'],
    description: 'The Basic challenge has no realm.',
    apply: onResponse((response) => ({
      ...response,
      headers: response.headers.map((line) => (line.startsWith('Basic ') ? line.replace(/ realm="[^"]*",?/, '') : line)),
    })),
  },
  'sends-retry-after-with-unit': {
    breaks: ['http/retry-after-syntax'],
    also: ['limits/retry-after-format'],
    description: 'Retry-After has a unit after the number.',
    apply: onRejection('limits', (response) => withHeader(response, 'Retry-After', '60 s')),
  },
  'marks-429-as-public': {
    breaks: ['http/429-caching'],
    description: 'Any cache may store a 429 for a minute.',
    apply: onRejection('limits', (response) => withHeader(response, 'Cache-Control', 'public, max-age=60')),
  },
  'sends-future-expires-on-429': {
    breaks: ['http/429-caching'],
    description: 'A 429 has no Cache-Control and expires in the far future.',
    apply: onRejection('limits', (response) =>
      withHeader(withHeader(response, 'Cache-Control'), 'Expires', 'Fri, 01 Jan 2100 00:00:00 GMT'),
    ),
  },
  'serves-429-from-cache': {
    breaks: ['http/429-caching'],
    description: 'A 429 comes from a cache and has an Age header.',
    apply: onRejection('limits', (response) => withHeader(response, 'Age', '12')),
  },
  'sends-empty-429': {
    breaks: ['http/429-content'],
    also: alsoWithoutBody,
    description: 'A 429 has no content.',
    apply: onRejection('limits', (response) => withBody(withHeader(response, 'Content-Type'), '')),
  },
  'omits-nosniff-on-errors': {
    breaks: ['http/nosniff'],
    description: 'Error responses have no X-Content-Type-Options header.',
    apply: onResponse((response) => (response.status >= 400 ? withHeader(response, 'X-Content-Type-Options') : response)),
  },
  'marks-reads-as-public': {
    breaks: ['http/shared-caching'],
    also: ['http/cache-control'],
    description: 'Any cache may store the response to a read for a minute.',
    apply: onRead((response) => withHeader(response, 'Cache-Control', 'public, max-age=60')),
  },
  'sends-s-maxage-on-lists': {
    breaks: ['http/shared-caching'],
    description: 'Lists have a lifetime for shared caches, together with `no-cache`.',
    apply: onRead((response, { operation }) =>
      operation?.role?.does === 'list' ? withHeader(response, 'Cache-Control', 'no-cache, s-maxage=60') : response,
    ),
  },
  'omits-cache-control-on-objects': {
    breaks: ['http/cache-control'],
    description: 'Responses with a single object have no Cache-Control header.',
    apply: onRead((response, { operation }) =>
      operation?.operation.path.includes('{') ? withHeader(response, 'Cache-Control') : response,
    ),
  },
} as const satisfies Faults;

import type { MockResponse } from '../../engine/request.ts';
import type { RequestContext } from '../../engine/request-context.ts';
import { answered, refused, withBody, withLine } from '../edits.ts';
import type { Faults } from '../fault.ts';

/** Changes successful responses to safe methods. */
const reading = (change: (response: MockResponse, context: RequestContext) => MockResponse) =>
  answered((response, context) =>
    context.decision?.gate === 'success' && context.operation?.operation.safe === true ? change(response, context) : response,
  );

/** The other requirements that a 429 without a body violates. */
const bodyless = ['limits/429-body', 'limits/429-message', 'limits/retry-after-format'] as const;

export const httpFieldsFaults = {
  'omits-date-on-401': {
    breaks: ['http/date'],
    description: 'A 401 has no Date header.',
    apply: answered((response) => (response.status === 401 ? withLine(response, 'Date') : response)),
  },
  'sends-iso-date-on-404': {
    breaks: ['http/date'],
    description: 'The Date header of a 404 has the ISO format.',
    apply: answered((response, { request }) =>
      response.status === 404 ? withLine(response, 'Date', new Date(request.at).toISOString()) : response,
    ),
  },
  'omits-challenge-on-unknown-paths': {
    breaks: ['http/401-challenge'],
    description: 'Another layer rejects unknown paths with 401 and sends no challenge.',
    apply: answered((response, { route }) => (response.status === 401 && route === undefined ? withLine(response, 'WWW-Authenticate') : response)),
  },
  'omits-basic-realm': {
    breaks: ['http/basic-realm'],
    description: 'The Basic challenge has no realm.',
    apply: answered((response) => ({
      ...response,
      headers: response.headers.map((line) => (line.startsWith('Basic ') ? line.replace(/ realm="[^"]*",?/, '') : line)),
    })),
  },
  'sends-retry-after-with-unit': {
    breaks: ['http/retry-after-syntax'],
    also: ['limits/retry-after-format'],
    description: 'Retry-After has a unit after the number.',
    apply: refused('limits', (response) => withLine(response, 'Retry-After', '60 s')),
  },
  'marks-429-as-public': {
    breaks: ['http/429-caching'],
    description: 'Any cache may store a 429 for a minute.',
    apply: refused('limits', (response) => withLine(response, 'Cache-Control', 'public, max-age=60')),
  },
  'sends-future-expires-on-429': {
    breaks: ['http/429-caching'],
    description: 'A 429 has no Cache-Control and expires in the far future.',
    apply: refused('limits', (response) => withLine(withLine(response, 'Cache-Control'), 'Expires', 'Fri, 01 Jan 2100 00:00:00 GMT')),
  },
  'serves-429-from-cache': {
    breaks: ['http/429-caching'],
    description: 'A 429 comes from a cache and has an Age header.',
    apply: refused('limits', (response) => withLine(response, 'Age', '12')),
  },
  'sends-empty-429': {
    breaks: ['http/429-content'],
    also: bodyless,
    description: 'A 429 has no content.',
    apply: refused('limits', (response) => withBody(withLine(response, 'Content-Type'), '')),
  },
  'omits-nosniff-on-errors': {
    breaks: ['http/nosniff'],
    description: 'Error responses have no X-Content-Type-Options header.',
    apply: answered((response) => (response.status >= 400 ? withLine(response, 'X-Content-Type-Options') : response)),
  },
  'marks-reads-as-public': {
    breaks: ['http/shared-caching'],
    also: ['http/cache-control'],
    description: 'Any cache may store the response to a read for a minute.',
    apply: reading((response) => withLine(response, 'Cache-Control', 'public, max-age=60')),
  },
  'sends-s-maxage-on-lists': {
    breaks: ['http/shared-caching'],
    description: 'Lists have a lifetime for shared caches, together with `no-cache`.',
    apply: reading((response, { operation }) =>
      operation?.role?.does === 'list' ? withLine(response, 'Cache-Control', 'no-cache, s-maxage=60') : response,
    ),
  },
  'omits-cache-control-on-objects': {
    breaks: ['http/cache-control'],
    description: 'Responses with a single object have no Cache-Control header.',
    apply: reading((response, { operation }) => (operation?.operation.path.includes('{') ? withLine(response, 'Cache-Control') : response)),
  },
} as const satisfies Faults;

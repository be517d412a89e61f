import type { MockResponse } from '../../engine/request.ts';
import type { RequestContext } from '../../engine/request-context.ts';
import { answered, refused, withBody, withLine } from '../edits.ts';
import type { Faults } from '../fault.ts';

/** Changes successful responses to safe methods. */
const reading = (change: (answer: MockResponse, context: RequestContext) => MockResponse) =>
  answered((answer, visit) =>
    visit.decision?.gate === 'success' && visit.operation?.operation.safe === true ? change(answer, visit) : answer,
  );

/** The other requirements that a 429 without a body violates. */
const bodyless = ['limits/429-body', 'limits/429-message', 'limits/retry-after-format'] as const;

export const httpFieldsFaults = {
  'omits-date-on-401': {
    breaks: ['http/date'],
    description: 'A 401 has no Date header.',
    apply: answered((answer) => (answer.status === 401 ? withLine(answer, 'Date') : answer)),
  },
  'sends-iso-date-on-404': {
    breaks: ['http/date'],
    description: 'The Date header of a 404 has the ISO format.',
    apply: answered((answer, { request }) =>
      answer.status === 404 ? withLine(answer, 'Date', new Date(request.at).toISOString()) : answer,
    ),
  },
  'omits-challenge-on-unknown-paths': {
    breaks: ['http/401-challenge'],
    description: 'Another layer rejects unknown paths with 401 and sends no challenge.',
    apply: answered((answer, { route }) => (answer.status === 401 && route === undefined ? withLine(answer, 'WWW-Authenticate') : answer)),
  },
  'omits-basic-realm': {
    breaks: ['http/basic-realm'],
    description: 'The Basic challenge has no realm.',
    apply: answered((answer) => ({
      ...answer,
      headers: answer.headers.map((line) => (line.startsWith('Basic ') ? line.replace(/ realm="[^"]*",?/, '') : line)),
    })),
  },
  'sends-retry-after-with-unit': {
    breaks: ['http/retry-after-syntax'],
    also: ['limits/retry-after-format'],
    description: 'Retry-After has a unit after the number.',
    apply: refused('limits', (answer) => withLine(answer, 'Retry-After', '60 s')),
  },
  'marks-429-as-public': {
    breaks: ['http/429-caching'],
    description: 'Any cache may store a 429 for a minute.',
    apply: refused('limits', (answer) => withLine(answer, 'Cache-Control', 'public, max-age=60')),
  },
  'sends-future-expires-on-429': {
    breaks: ['http/429-caching'],
    description: 'A 429 has no Cache-Control and expires in the far future.',
    apply: refused('limits', (answer) => withLine(withLine(answer, 'Cache-Control'), 'Expires', 'Fri, 01 Jan 2100 00:00:00 GMT')),
  },
  'serves-429-from-cache': {
    breaks: ['http/429-caching'],
    description: 'A 429 comes from a cache and has an Age header.',
    apply: refused('limits', (answer) => withLine(answer, 'Age', '12')),
  },
  'sends-empty-429': {
    breaks: ['http/429-content'],
    also: bodyless,
    description: 'A 429 has no content.',
    apply: refused('limits', (answer) => withBody(withLine(answer, 'Content-Type'), '')),
  },
  'omits-nosniff-on-errors': {
    breaks: ['http/nosniff'],
    description: 'Error responses have no X-Content-Type-Options header.',
    apply: answered((answer) => (answer.status >= 400 ? withLine(answer, 'X-Content-Type-Options') : answer)),
  },
  'marks-reads-as-public': {
    breaks: ['http/shared-caching'],
    also: ['http/cache-control'],
    description: 'Any cache may store the response to a read for a minute.',
    apply: reading((answer) => withLine(answer, 'Cache-Control', 'public, max-age=60')),
  },
  'sends-s-maxage-on-lists': {
    breaks: ['http/shared-caching'],
    description: 'Lists have a lifetime for shared caches, together with `no-cache`.',
    apply: reading((answer, { operation }) =>
      operation?.role?.does === 'list' ? withLine(answer, 'Cache-Control', 'no-cache, s-maxage=60') : answer,
    ),
  },
  'omits-cache-control-on-objects': {
    breaks: ['http/cache-control'],
    description: 'Responses with a single object have no Cache-Control header.',
    apply: reading((answer, { operation }) => (operation?.operation.path.includes('{') ? withLine(answer, 'Cache-Control') : answer)),
  },
} as const satisfies Faults;

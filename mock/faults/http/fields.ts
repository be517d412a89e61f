import type { MockResponse } from '../../engine/arrival.ts';
import type { RequestContext } from '../../engine/visit.ts';
import { answered, refused, withBody, withLine } from '../bend.ts';
import type { Faults } from '../fault.ts';

/** Changes successful responses to safe methods. */
const reading = (change: (answer: MockResponse, context: RequestContext) => MockResponse) =>
  answered((answer, visit) =>
    visit.decision?.gate === 'success' && visit.operation?.operation.safe === true ? change(answer, visit) : answer,
  );

/** The other requirements that a 429 without a body violates. */
const bodyless = [
  'limits/refusal-has-the-documented-body',
  'limits/refusal-has-the-documented-message',
  'limits/retry-after-is-in-the-documented-form',
] as const;

export const httpFieldsFaults = {
  'refusals-have-no-date': {
    breaks: ['http/every-answer-has-a-date'],
    description: 'A 401 has no Date header.',
    apply: answered((answer) => (answer.status === 401 ? withLine(answer, 'Date') : answer)),
  },
  'date-of-another-standard': {
    breaks: ['http/every-answer-has-a-date'],
    description: 'The Date header of a 404 has the ISO format.',
    apply: answered((answer, { request }) =>
      answer.status === 404 ? withLine(answer, 'Date', new Date(request.at).toISOString()) : answer,
    ),
  },
  'unknown-paths-are-refused-without-a-challenge': {
    breaks: ['http/every-401-is-challenged'],
    description: 'Another layer rejects unknown paths with 401 and sends no challenge.',
    apply: answered((answer, { route }) => (answer.status === 401 && route === undefined ? withLine(answer, 'WWW-Authenticate') : answer)),
  },
  'basic-challenge-names-no-realm': {
    breaks: ['http/basic-challenge-has-a-realm'],
    description: 'The Basic challenge has no realm.',
    apply: answered((answer) => ({
      ...answer,
      headers: answer.headers.map((line) => (line.startsWith('Basic ') ? line.replace(/ realm="[^"]*",?/, '') : line)),
    })),
  },
  'retry-after-with-a-unit': {
    breaks: ['http/retry-after-is-seconds-or-a-date'],
    also: ['limits/retry-after-is-in-the-documented-form'],
    description: 'Retry-After has a unit after the number.',
    apply: refused('limits', (answer) => withLine(answer, 'Retry-After', '60 s')),
  },
  'too-many-requests-may-be-stored': {
    breaks: ['http/429-is-not-stored'],
    description: 'Any cache may store a 429 for a minute.',
    apply: refused('limits', (answer) => withLine(answer, 'Cache-Control', 'public, max-age=60')),
  },
  'too-many-requests-expire-some-day': {
    breaks: ['http/429-is-not-stored'],
    description: 'A 429 has no Cache-Control and expires in the far future.',
    apply: refused('limits', (answer) => withLine(withLine(answer, 'Cache-Control'), 'Expires', 'Fri, 01 Jan 2100 00:00:00 GMT')),
  },
  'too-many-requests-from-a-store': {
    breaks: ['http/429-is-not-stored'],
    description: 'A 429 comes from a cache and has an Age header.',
    apply: refused('limits', (answer) => withLine(answer, 'Age', '12')),
  },
  'too-many-requests-without-a-word': {
    breaks: ['http/429-explains-itself'],
    also: bodyless,
    description: 'A 429 has no content.',
    apply: refused('limits', (answer) => withBody(withLine(answer, 'Content-Type'), '')),
  },
  'errors-may-be-sniffed': {
    breaks: ['http/content-is-not-to-be-sniffed'],
    description: 'Error responses have no X-Content-Type-Options header.',
    apply: answered((answer) => (answer.status >= 400 ? withLine(answer, 'X-Content-Type-Options') : answer)),
  },
  'personal-answers-are-public': {
    breaks: ['http/personal-answers-are-not-shared'],
    also: ['http/personal-answers-are-not-kept'],
    description: 'Any cache may store the response to a read for a minute.',
    apply: reading((answer) => withLine(answer, 'Cache-Control', 'public, max-age=60')),
  },
  'lists-are-kept-by-shared-caches': {
    breaks: ['http/personal-answers-are-not-shared'],
    description: 'Lists have a lifetime for shared caches, together with `no-cache`.',
    apply: reading((answer, { operation }) =>
      operation?.role?.does === 'list' ? withLine(answer, 'Cache-Control', 'no-cache, s-maxage=60') : answer,
    ),
  },
  'objects-say-nothing-of-caches': {
    breaks: ['http/personal-answers-are-not-kept'],
    description: 'Responses with a single object have no Cache-Control header.',
    apply: reading((answer, { operation }) => (operation?.operation.path.includes('{') ? withLine(answer, 'Cache-Control') : answer)),
  },
} as const satisfies Faults;

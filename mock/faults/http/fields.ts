import type { Answer } from '../../engine/arrival.ts';
import type { Visit } from '../../engine/visit.ts';
import { answered, refused, withBody, withLine } from '../bend.ts';
import type { Faults } from '../fault.ts';

/** Changes successful responses to safe methods. */
const reading = (change: (answer: Answer, visit: Visit) => Answer) =>
  answered((answer, visit) =>
    visit.decision?.gate === 'success' && visit.operation?.operation.safe === true ? change(answer, visit) : answer,
  );

/** The other requirements that a 429 without a body violates. */
const bodyless = [
  'limits/refusal-has-the-documented-body',
  'limits/refusal-has-the-documented-message',
  'limits/retry-after-is-in-the-documented-form',
] as const;

export const fields = {
  'refusals-have-no-date': {
    breaks: ['http/every-answer-has-a-date'],
    says: 'A 401 has no Date header.',
    bend: answered((answer) => (answer.status === 401 ? withLine(answer, 'Date') : answer)),
  },
  'date-of-another-standard': {
    breaks: ['http/every-answer-has-a-date'],
    says: 'The Date header of a 404 has the ISO format.',
    bend: answered((answer, { arrival }) =>
      answer.status === 404 ? withLine(answer, 'Date', new Date(arrival.at).toISOString()) : answer,
    ),
  },
  'unknown-paths-are-refused-without-a-challenge': {
    breaks: ['http/every-401-is-challenged'],
    says: 'Another layer rejects unknown paths with 401 and sends no challenge.',
    bend: answered((answer, { route }) => (answer.status === 401 && route === undefined ? withLine(answer, 'WWW-Authenticate') : answer)),
  },
  'basic-challenge-names-no-realm': {
    breaks: ['http/basic-challenge-has-a-realm'],
    says: 'The Basic challenge has no realm.',
    bend: answered((answer) => ({
      ...answer,
      headers: answer.headers.map((line) => (line.startsWith('Basic ') ? line.replace(/ realm="[^"]*",?/, '') : line)),
    })),
  },
  'retry-after-with-a-unit': {
    breaks: ['http/retry-after-is-seconds-or-a-date'],
    also: ['limits/retry-after-is-in-the-documented-form'],
    says: 'Retry-After has a unit after the number.',
    bend: refused('limits', (answer) => withLine(answer, 'Retry-After', '60 s')),
  },
  'too-many-requests-may-be-stored': {
    breaks: ['http/429-is-not-stored'],
    says: 'Any cache may store a 429 for a minute.',
    bend: refused('limits', (answer) => withLine(answer, 'Cache-Control', 'public, max-age=60')),
  },
  'too-many-requests-expire-some-day': {
    breaks: ['http/429-is-not-stored'],
    says: 'A 429 has no Cache-Control and expires in the far future.',
    bend: refused('limits', (answer) => withLine(withLine(answer, 'Cache-Control'), 'Expires', 'Fri, 01 Jan 2100 00:00:00 GMT')),
  },
  'too-many-requests-from-a-store': {
    breaks: ['http/429-is-not-stored'],
    says: 'A 429 comes from a cache and has an Age header.',
    bend: refused('limits', (answer) => withLine(answer, 'Age', '12')),
  },
  'too-many-requests-without-a-word': {
    breaks: ['http/429-explains-itself'],
    also: bodyless,
    says: 'A 429 has no content.',
    bend: refused('limits', (answer) => withBody(withLine(answer, 'Content-Type'), '')),
  },
  'errors-may-be-sniffed': {
    breaks: ['http/content-is-not-to-be-sniffed'],
    says: 'Error responses have no X-Content-Type-Options header.',
    bend: answered((answer) => (answer.status >= 400 ? withLine(answer, 'X-Content-Type-Options') : answer)),
  },
  'personal-answers-are-public': {
    breaks: ['http/personal-answers-are-not-shared'],
    also: ['http/personal-answers-are-not-kept'],
    says: 'Any cache may store the response to a read for a minute.',
    bend: reading((answer) => withLine(answer, 'Cache-Control', 'public, max-age=60')),
  },
  'lists-are-kept-by-shared-caches': {
    breaks: ['http/personal-answers-are-not-shared'],
    says: 'Lists have a lifetime for shared caches, together with `no-cache`.',
    bend: reading((answer, { operation }) =>
      operation?.role?.does === 'list' ? withLine(answer, 'Cache-Control', 'no-cache, s-maxage=60') : answer,
    ),
  },
  'objects-say-nothing-of-caches': {
    breaks: ['http/personal-answers-are-not-kept'],
    says: 'Responses with a single object have no Cache-Control header.',
    bend: reading((answer, { operation }) => (operation?.operation.path.includes('{') ? withLine(answer, 'Cache-Control') : answer)),
  },
} as const satisfies Faults;

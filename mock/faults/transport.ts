import type { Contract } from '../../spec/contract.ts';
import { headerValue } from '../../spec/message.ts';
import type { Visit } from '../engine/visit.ts';
import {
  answered,
  before,
  presenting,
  refused,
  sentToHttps,
  withLine,
  without,
  withOtherMessage,
  withWrongCode,
  type Bend,
} from './bend.ts';
import type { Faults } from './fault.ts';

const rows = {
  refused: 'transport/plain-http-is-refused',
  body: 'transport/plain-http-refusal-has-the-documented-body',
  message: 'transport/plain-http-refusal-has-the-documented-message',
  status: 'transport/plain-http-refusal-has-the-documented-status',
} as const;

const hsts = 'Strict-Transport-Security';

/** Sends whoever comes over plain HTTP on to HTTPS, by documents of some kind. */
const redirected = (by: (contract: Contract) => boolean): Bend =>
  refused('transport', (answer, { arrival, around }) => (by(around.law.contract) ? sentToHttps(answer, arrival) : answer));

/** Whether a request brings a credential that is known, in whatever place the document has. */
function isKnown({ arrival, around: { law, store } }: Visit): boolean {
  return law.fallback.places.some((place) => {
    const taken = place.take(arrival);
    return taken.found === 'credential' && store.key(taken.credential) !== undefined;
  });
}

export const transport = {
  'plain-http-reaches-authentication': {
    breaks: [rows.refused],
    also: [
      rows.body,
      rows.message,
      rows.status,
      'transport/plain-http-is-answered-with-403',
      'transport/plain-http-tells-credentials-alike',
      'grants/plain-http-is-refused',
    ],
    says: 'Plain HTTP is treated as HTTPS is, so that a request without a credential is refused for that instead.',
    bend: without('transport'),
  },
  'plain-http-is-redirected': {
    breaks: [rows.refused],
    also: ['grants/plain-http-is-not-redirected'],
    says: 'Plain HTTP is redirected to HTTPS, though the document states how it is refused: clients go on sending their credentials in the clear.',
    bend: redirected((contract) => contract.insecureStated),
  },
  'plain-http-is-redirected-of-its-own-accord': {
    breaks: ['transport/plain-http-is-not-redirected'],
    also: ['grants/plain-http-is-not-redirected'],
    says: 'Plain HTTP is redirected to HTTPS, and the document does not state what it gets.',
    bend: redirected((contract) => !contract.insecureStated),
  },
  'plain-http-refused-with-another-code': {
    breaks: [rows.body],
    says: 'The refusal of plain HTTP has an error code that the document does not know.',
    bend: refused('transport', withWrongCode),
  },
  'plain-http-refused-in-other-words': {
    breaks: [rows.message],
    says: 'The refusal of plain HTTP is worded otherwise than documented.',
    bend: refused('transport', withOtherMessage),
  },
  'plain-http-refused-with-another-status': {
    breaks: [rows.status],
    also: ['transport/plain-http-is-answered-with-403'],
    says: 'Plain HTTP is refused with 426 instead of the documented status.',
    bend: refused('transport', (answer) => ({ ...answer, status: 426 })),
  },
  'plain-http-posts-are-bad-requests': {
    breaks: ['transport/plain-http-is-answered-with-403'],
    also: [rows.status],
    says: 'What would change something in the API is refused with 400 over plain HTTP, and what reads with 403.',
    bend: refused('transport', (answer, { arrival, around }) =>
      arrival.method === 'POST' && arrival.target.startsWith(around.law.contract.basePath) ? { ...answer, status: 400 } : answer,
    ),
  },
  'plain-http-knows-good-credentials': {
    breaks: ['transport/plain-http-tells-credentials-alike'],
    says: 'The refusal of plain HTTP is worded otherwise where the credential is a live one.',
    bend: refused('transport', (answer, visit) => (isKnown(visit) ? withOtherMessage(answer) : answer)),
  },
  'plain-http-counts-good-credentials': {
    breaks: ['transport/plain-http-tells-credentials-alike'],
    says: 'The refusal of plain HTTP tells the holder of a live credential that it was logged.',
    bend: refused('transport', (answer, visit) => (isKnown(visit) ? withLine(answer, 'X-Logged', 'yes') : answer)),
  },
  'errors-do-not-insist-on-https': {
    breaks: ['transport/hsts-is-told'],
    says: 'Errors have no Strict-Transport-Security.',
    bend: answered((answer) => (answer.status >= 400 ? withLine(answer, hsts) : answer)),
  },
  'https-is-insisted-on-for-five-minutes': {
    breaks: ['transport/hsts-is-told'],
    says: 'Strict-Transport-Security still has the lifetime of a trial.',
    bend: answered((answer, { arrival }) => (arrival.secure ? withLine(answer, hsts, 'max-age=300') : answer)),
  },
  'https-is-insisted-on-without-a-lifetime': {
    breaks: ['transport/hsts-is-told'],
    says: 'Strict-Transport-Security has no max-age, so that browsers ignore it.',
    bend: answered((answer, { arrival }) => (arrival.secure ? withLine(answer, hsts, 'includeSubDomains; preload') : answer)),
  },
  'plain-http-insists-on-https': {
    breaks: ['transport/hsts-is-not-told-over-plain-http'],
    says: 'Answers over plain HTTP have Strict-Transport-Security too.',
    bend: answered((answer, { arrival }) => (arrival.secure ? answer : withLine(answer, hsts, 'max-age=31536000'))),
  },
  'plain-http-served-to-the-credulous': {
    breaks: [rows.refused],
    also: ['grants/plain-http-is-refused'],
    says: 'Plain HTTP is answered with an empty success instead of a refusal.',
    bend: answered((answer, { decision }) =>
      decision?.gate === 'transport' ? { ...withLine(withLine(answer, 'Content-Length'), 'Content-Type'), status: 204, body: '' } : answer,
    ),
  },
  'forwarded-scheme-is-believed': {
    breaks: ['transport/forwarded-proto-does-not-help'],
    says: 'Plain HTTP is taken for HTTPS where a field of the request says so.',
    bend: before('transport', (visit) => {
      const { headers } = visit.arrival;
      const proto = headerValue(headers, 'X-Forwarded-Proto') ?? /proto=(\w+)/i.exec(headerValue(headers, 'Forwarded') ?? '')?.[1];
      return proto === 'https' ? { ...visit, arrival: { ...visit.arrival, secure: true } } : visit;
    }),
  },
  'old-tls-is-spoken': {
    breaks: ['transport/old-tls-is-refused'],
    says: 'TLS 1.0 and 1.1 are still negotiated.',
    bend: presenting({ minimumVersion: 'TLSv1' }),
  },
  'certificate-is-expired': {
    breaks: ['transport/certificate-is-valid'],
    says: 'The certificate ran out yesterday.',
    bend: presenting({ certificate: 'expired' }),
  },
  'certificate-is-for-another-host': {
    breaks: ['transport/certificate-is-valid'],
    says: 'The certificate names another host.',
    bend: presenting({ certificate: 'other-host' }),
  },
  'certificate-is-of-an-unknown-authority': {
    breaks: ['transport/certificate-is-valid'],
    says: 'The certificate is signed by an authority that no client was told of.',
    bend: presenting({ certificate: 'unknown-authority' }),
  },
} as const satisfies Faults;

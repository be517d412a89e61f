import { headerValue } from '../../spec/message.ts';
import { answered, before, presenting, refused, withBody, withLine, without, withOtherMessage, withWrongCode } from './bend.ts';
import type { Faults } from './fault.ts';

const rows = {
  refused: 'transport/plain-http-is-refused',
  body: 'transport/plain-http-refusal-has-the-documented-body',
  message: 'transport/plain-http-refusal-has-the-documented-message',
  status: 'transport/plain-http-refusal-has-the-documented-status',
} as const;

export const transport = {
  'plain-http-reaches-authentication': {
    breaks: [rows.refused],
    also: [rows.body, rows.message, rows.status, 'grants/plain-http-is-refused'],
    says: 'Plain HTTP is treated as HTTPS is, so that a request without a credential is refused for that instead.',
    bend: without('transport'),
  },
  'plain-http-is-redirected': {
    breaks: [rows.refused],
    also: ['grants/plain-http-is-refused'],
    says: 'Plain HTTP is redirected to HTTPS: clients go on sending their credentials in the clear.',
    bend: refused('transport', (answer, { arrival }) => ({
      ...withBody(withLine(answer, 'Location', `https://localhost${arrival.target}`), ''),
      status: 308,
    })),
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
    says: 'Plain HTTP is refused with 426 instead of the documented status.',
    bend: refused('transport', (answer) => ({ ...answer, status: 426 })),
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

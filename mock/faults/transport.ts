import type { Contract } from '../../spec/contract.ts';
import { headerValue } from '../../spec/message.ts';
import type { RequestContext } from '../engine/visit.ts';
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

/** Redirects plain HTTP to HTTPS if the contract satisfies the condition. */
const redirected = (by: (contract: Contract) => boolean): Bend =>
  refused('transport', (answer, { request, environment }) => (by(environment.law.contract) ? sentToHttps(answer, request) : answer));

/** Whether the request has a known credential in any documented place. */
function isKnown({ request, environment: { law: compiled, store } }: RequestContext): boolean {
  return compiled.fallback.places.some((place) => {
    const taken = place.take(request);
    return taken.found === 'credential' && store.key(taken.credential) !== undefined;
  });
}

export const transportFaults = {
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
    description: 'The server treats plain HTTP like HTTPS, so a request without a credential gets the error for the missing credential.',
    apply: without('transport'),
  },
  'plain-http-is-redirected': {
    breaks: [rows.refused],
    also: ['grants/plain-http-is-not-redirected'],
    description:
      'The server redirects plain HTTP to HTTPS although the document states a rejection, so clients keep sending credentials in the clear.',
    apply: redirected((contract) => contract.insecureStated),
  },
  'plain-http-is-redirected-of-its-own-accord': {
    breaks: ['transport/plain-http-is-not-redirected'],
    also: ['grants/plain-http-is-not-redirected'],
    description: 'The server redirects plain HTTP to HTTPS, and the document does not state the response to plain HTTP.',
    apply: redirected((contract) => !contract.insecureStated),
  },
  'plain-http-refused-with-another-code': {
    breaks: [rows.body],
    description: 'The error response to plain HTTP has an error code that the document does not list.',
    apply: refused('transport', withWrongCode),
  },
  'plain-http-refused-in-other-words': {
    breaks: [rows.message],
    description: 'The error response to plain HTTP has a different message than documented.',
    apply: refused('transport', withOtherMessage),
  },
  'plain-http-refused-with-another-status': {
    breaks: [rows.status],
    also: ['transport/plain-http-is-answered-with-403'],
    description: 'The server rejects plain HTTP with 426 instead of the documented status.',
    apply: refused('transport', (answer) => ({ ...answer, status: 426 })),
  },
  'plain-http-posts-are-bad-requests': {
    breaks: ['transport/plain-http-is-answered-with-403'],
    also: [rows.status],
    description: 'The server rejects plain HTTP requests that change data with 400, and those that read with 403.',
    apply: refused('transport', (answer, { request: arrival, environment: around }) =>
      arrival.method === 'POST' && arrival.target.startsWith(around.law.contract.basePath) ? { ...answer, status: 400 } : answer,
    ),
  },
  'plain-http-knows-good-credentials': {
    breaks: ['transport/plain-http-tells-credentials-alike'],
    description: 'Over plain HTTP, the error message is different for a live key.',
    apply: refused('transport', (answer, context) => (isKnown(context) ? withOtherMessage(answer) : answer)),
  },
  'plain-http-counts-good-credentials': {
    breaks: ['transport/plain-http-tells-credentials-alike'],
    description: 'Over plain HTTP, the error response to a live key has an additional header, which says that it was logged.',
    apply: refused('transport', (answer, context) => (isKnown(context) ? withLine(answer, 'X-Logged', 'yes') : answer)),
  },
  'errors-do-not-insist-on-https': {
    breaks: ['transport/hsts-is-told'],
    description: 'Error responses have no Strict-Transport-Security header.',
    apply: answered((answer) => (answer.status >= 400 ? withLine(answer, hsts) : answer)),
  },
  'https-is-insisted-on-for-five-minutes': {
    breaks: ['transport/hsts-is-told'],
    description: 'Strict-Transport-Security has a lifetime of five minutes, left over from a trial.',
    apply: answered((answer, { request: arrival }) => (arrival.secure ? withLine(answer, hsts, 'max-age=300') : answer)),
  },
  'https-is-insisted-on-without-a-lifetime': {
    breaks: ['transport/hsts-is-told'],
    description: 'Strict-Transport-Security has no max-age, so browsers ignore it.',
    apply: answered((answer, { request: arrival }) => (arrival.secure ? withLine(answer, hsts, 'includeSubDomains; preload') : answer)),
  },
  'plain-http-insists-on-https': {
    breaks: ['transport/hsts-is-not-told-over-plain-http'],
    description: 'Responses over plain HTTP have a Strict-Transport-Security header.',
    apply: answered((answer, { request: arrival }) => (arrival.secure ? answer : withLine(answer, hsts, 'max-age=31536000'))),
  },
  'plain-http-served-to-the-credulous': {
    breaks: [rows.refused],
    also: ['grants/plain-http-is-refused'],
    description: 'The server answers plain HTTP with an empty success instead of an error.',
    apply: answered((answer, { decision }) =>
      decision?.gate === 'transport' ? { ...withLine(withLine(answer, 'Content-Length'), 'Content-Type'), status: 204, body: '' } : answer,
    ),
  },
  'forwarded-scheme-is-believed': {
    breaks: ['transport/forwarded-proto-does-not-help'],
    description: 'The server treats plain HTTP as HTTPS if a header of the request says so.',
    apply: before('transport', (context) => {
      const { headers } = context.request;
      const proto = headerValue(headers, 'X-Forwarded-Proto') ?? /proto=(\w+)/i.exec(headerValue(headers, 'Forwarded') ?? '')?.[1];
      return proto === 'https' ? { ...context, request: { ...context.request, secure: true } } : context;
    }),
  },
  'old-tls-is-spoken': {
    breaks: ['transport/old-tls-is-refused'],
    description: 'The server still negotiates TLS 1.0 and 1.1.',
    apply: presenting({ minimumVersion: 'TLSv1' }),
  },
  'certificate-is-expired': {
    breaks: ['transport/certificate-is-valid'],
    description: 'The certificate expired yesterday.',
    apply: presenting({ certificate: 'expired' }),
  },
  'certificate-is-for-another-host': {
    breaks: ['transport/certificate-is-valid'],
    description: 'The certificate names a different host.',
    apply: presenting({ certificate: 'other-host' }),
  },
  'certificate-is-of-an-unknown-authority': {
    breaks: ['transport/certificate-is-valid'],
    description: 'The certificate is signed by an authority that no client trusts.',
    apply: presenting({ certificate: 'unknown-authority' }),
  },
} as const satisfies Faults;

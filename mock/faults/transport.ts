import type { Contract } from '../../spec/contract.ts';
import { headerValue } from '../../spec/message.ts';
import type { RequestContext } from '../engine/request-context.ts';
import {
  onResponse,
  beforeGate,
  withListener,
  onRejection,
  redirectToHttps,
  withHeader,
  withoutGate,
  withOtherMessage,
  withWrongCode,
  type PartsChange,
} from './edits.ts';
import type { Faults } from './fault.ts';

const rows = {
  rejected: 'transport/plain-http',
  body: 'transport/plain-http-body',
  message: 'transport/plain-http-message',
  status: 'transport/plain-http-status',
} as const;

const hsts = 'Strict-Transport-Security';

/** Redirects plain HTTP to HTTPS if the contract satisfies the condition. */
const redirectIf = (by: (contract: Contract) => boolean): PartsChange =>
  onRejection('transport', (response, { request, environment }) =>
    by(environment.compiled.contract) ? redirectToHttps(response, request) : response,
  );

/** Whether the request has a known credential in any documented place. */
function hasKnownCredential({ request, environment: { compiled, store } }: RequestContext): boolean {
  return compiled.fallback.places.some((place) => {
    const taken = place.take(request);
    return taken.found === 'credential' && store.key(taken.credential) !== undefined;
  });
}

export const transportFaults = {
  'authenticates-plain-http': {
    breaks: [rows.rejected],
    also: [rows.body, rows.message, rows.status, 'transport/plain-http-403', 'transport/plain-http-uniform-response', 'oauth/plain-http'],
    description: 'The server treats plain HTTP like HTTPS, so a request without a credential gets the error for the missing credential.',
    apply: withoutGate('transport'),
  },
  'redirects-plain-http': {
    breaks: [rows.rejected],
    also: ['oauth/redirect-to-https'],
    description:
      'The server redirects plain HTTP to HTTPS although the document states a rejection, so clients keep sending credentials in the clear.',
    apply: redirectIf((contract) => contract.insecureStated),
  },
  'redirects-plain-http-undocumented': {
    breaks: ['transport/plain-http-redirect'],
    also: ['oauth/redirect-to-https'],
    description: 'The server redirects plain HTTP to HTTPS, and the document does not state the response to plain HTTP.',
    apply: redirectIf((contract) => !contract.insecureStated),
  },
  'sends-undocumented-plain-http-code': {
    breaks: [rows.body],
    description: 'The error response to plain HTTP has an error code that the document does not list.',
    apply: onRejection('transport', withWrongCode),
  },
  'rewords-plain-http-message': {
    breaks: [rows.message],
    description: 'The error response to plain HTTP has a different message than documented.',
    apply: onRejection('transport', withOtherMessage),
  },
  'sends-426-for-plain-http': {
    breaks: [rows.status],
    also: ['transport/plain-http-403'],
    description: 'The server rejects plain HTTP with 426 instead of the documented status.',
    apply: onRejection('transport', (response) => ({ ...response, status: 426 })),
  },
  'plain-http-post-gets-400': {
    breaks: ['transport/plain-http-403'],
    also: [rows.status],
    description: 'The server rejects plain HTTP requests that change data with 400, and those that read with 403.',
    apply: onRejection('transport', (response, { request, environment }) =>
      request.method === 'POST' && request.target.startsWith(environment.compiled.contract.basePath)
        ? { ...response, status: 400 }
        : response,
    ),
  },
  'plain-http-message-reveals-key': {
    breaks: ['transport/plain-http-uniform-response'],
    description: 'Over plain HTTP, the error message is different for a live key.',
    apply: onRejection('transport', (response, context) => (hasKnownCredential(context) ? withOtherMessage(response) : response)),
  },
  'plain-http-header-reveals-key': {
    breaks: ['transport/plain-http-uniform-response'],
    description: 'Over plain HTTP, the error response to a live key has an additional header, which says that it was logged.',
    apply: onRejection('transport', (response, context) =>
      hasKnownCredential(context) ? withHeader(response, 'X-Logged', 'yes') : response,
    ),
  },
  'omits-hsts-on-errors': {
    breaks: ['transport/hsts'],
    description: 'Error responses have no Strict-Transport-Security header.',
    apply: onResponse((response) => (response.status >= 400 ? withHeader(response, hsts) : response)),
  },
  'sends-short-hsts': {
    breaks: ['transport/hsts'],
    description: 'Strict-Transport-Security has a lifetime of five minutes, left over from a trial.',
    apply: onResponse((response, { request }) => (request.secure ? withHeader(response, hsts, 'max-age=300') : response)),
  },
  'sends-hsts-without-max-age': {
    breaks: ['transport/hsts'],
    description: 'Strict-Transport-Security has no max-age, so browsers ignore it.',
    apply: onResponse((response, { request }) => (request.secure ? withHeader(response, hsts, 'includeSubDomains; preload') : response)),
  },
  'sends-hsts-over-plain-http': {
    breaks: ['transport/hsts-over-plain-http'],
    description: 'Responses over plain HTTP have a Strict-Transport-Security header.',
    apply: onResponse((response, { request }) => (request.secure ? response : withHeader(response, hsts, 'max-age=31536000'))),
  },
  'answers-plain-http-with-204': {
    breaks: [rows.rejected],
    also: ['oauth/plain-http'],
    description: 'The server answers plain HTTP with an empty success instead of an error.',
    apply: onResponse((response, { decision }) =>
      decision?.gate === 'transport'
        ? { ...withHeader(withHeader(response, 'Content-Length'), 'Content-Type'), status: 204, body: '' }
        : response,
    ),
  },
  'trusts-forwarded-proto': {
    breaks: ['transport/forwarded-proto'],
    description: 'The server treats plain HTTP as HTTPS if a header of the request says so.',
    apply: beforeGate('transport', (context) => {
      const { headers } = context.request;
      const proto = headerValue(headers, 'X-Forwarded-Proto') ?? /proto=(\w+)/i.exec(headerValue(headers, 'Forwarded') ?? '')?.[1];
      return proto === 'https' ? { ...context, request: { ...context.request, secure: true } } : context;
    }),
  },
  'negotiates-old-tls': {
    breaks: ['transport/old-tls'],
    description: 'The server still negotiates TLS 1.0 and 1.1.',
    apply: withListener({ minimumVersion: 'TLSv1' }),
  },
  'serves-expired-certificate': {
    breaks: ['transport/certificate'],
    description: 'The certificate expired yesterday.',
    apply: withListener({ certificate: 'expired' }),
  },
  'serves-certificate-for-other-host': {
    breaks: ['transport/certificate'],
    description: 'The certificate names a different host.',
    apply: withListener({ certificate: 'other-host' }),
  },
  'serves-certificate-from-unknown-ca': {
    breaks: ['transport/certificate'],
    description: 'The certificate is signed by an authority that no client trusts.',
    apply: withListener({ certificate: 'unknown-authority' }),
  },
} as const satisfies Faults;

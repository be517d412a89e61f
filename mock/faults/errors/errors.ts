import type { MockResponse } from '../../engine/request.ts';
import type { RequestContext } from '../../engine/request-context.ts';
import { onResponse, withBody, withHeader } from '../edits.ts';
import type { Faults } from '../fault.ts';

const clientErrorGates = new Set(['existence', 'validation']);

/** Changes the errors for missing resources and invalid requests. */
const onClientError = (change: (response: MockResponse, context: RequestContext) => MockResponse) =>
  onResponse((response, context) =>
    context.decision?.outcome === 'rejected' && clientErrorGates.has(context.decision.gate) ? change(response, context) : response,
  );

export const errorsFaults = {
  'omits-content-type-on-404': {
    breaks: ['errors/media-type'],
    description: 'The body of a 404 response has no Content-Type.',
    apply: onClientError((response) => (response.status === 404 ? withHeader(response, 'Content-Type') : response)),
  },
  'truncates-json-errors': {
    breaks: ['errors/media-type'],
    also: ['errors/shape'],
    description: 'The JSON body of an error response ends too early.',
    apply: onClientError((response) => withBody(response, response.body.slice(0, -1))),
  },
  'sends-not-found-with-200': {
    breaks: ['errors/status'],
    description: 'The response for a missing object has an error in the body but the status 200.',
    apply: onClientError((response, { operation }) =>
      response.status === 404 && operation !== undefined ? { ...response, status: 200 } : response,
    ),
  },
  'sends-undocumented-error-shape': {
    breaks: ['errors/shape'],
    description: 'Errors that the document does not describe have nothing in common with those that it does.',
    apply: onClientError((response) => withBody(response, '{"went":"wrong"}')),
  },
  'sends-html-errors': {
    breaks: ['errors/shape'],
    description: 'The server answers a missing resource or an invalid request with a web page.',
    apply: onClientError((response) =>
      withHeader(withBody(response, '<!doctype html><title>Error</title>'), 'Content-Type', 'text/html; charset=utf-8'),
    ),
  },
  'crashes-on-malformed-body': {
    breaks: ['errors/server-error'],
    description: 'An unreadable request body causes a server error.',
    apply: onClientError((response, { decision }) => (decision?.gate === 'validation' ? { ...response, status: 500 } : response)),
  },
} as const satisfies Faults;

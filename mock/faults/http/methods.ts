import { headerValue } from '../../../spec/message.ts';
import type { CompiledOperation } from '../../compile/compiled-contract.ts';
import type { RequestContext } from '../../engine/request-context.ts';
import { afterGate, onResponse, beforeGate, withoutDecision, withBody, withHeader, isMissingCredential } from '../edits.ts';
import type { Faults } from '../fault.ts';

/** The GET operation of the path, if the request matched no operation. */
function getOperation({ route, operation, decision }: RequestContext): CompiledOperation | undefined {
  return operation === undefined && decision === undefined ? route?.methods.get('GET') : undefined;
}

/** Handles requests with other methods like GET. */
const handleAsGet = (wanted: (context: RequestContext) => boolean) =>
  afterGate('route', (found) => {
    const read = wanted(found) ? getOperation(found) : undefined;
    return read === undefined ? found : { ...found, operation: read, security: read.security };
  });

/** Runs the operation of another method after all permission checks. */
const overrideMethod = (methodIn: (context: RequestContext) => string | undefined) =>
  beforeGate('existence', (context) => {
    const operation = context.route?.methods.get(methodIn(context) ?? '');
    return operation === undefined ? context : { ...context, operation };
  });

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE']);

export const httpMethodsFaults = {
  'serves-head-without-credential': {
    breaks: ['http/head-authentication'],
    description: 'The server answers HEAD without a credential, because it protects only the declared methods.',
    apply: afterGate('credentials', (found) =>
      found.request.method === 'HEAD' && isMissingCredential(found) ? withoutDecision(found) : found,
    ),
  },
  'sends-content-with-head': {
    breaks: ['http/head-content'],
    description: 'A response to HEAD has content.',
    apply: onResponse((response, { request }) => (request.method === 'HEAD' ? { ...response, body: '{"content":"of HEAD"}' } : response)),
  },
  'sends-content-with-rejected-head': {
    breaks: ['http/head-content'],
    description: 'A 401 response to HEAD has the content that GET would get.',
    apply: onResponse((response, { request }) =>
      request.method === 'HEAD' && response.status === 401 ? { ...response, body: '<!doctype html>' } : response,
    ),
  },
  'rejects-head-with-405': {
    breaks: ['http/head-consistency'],
    description: 'The server answers HEAD with 405, because it is not declared.',
    apply: afterGate('route', (found) => (found.request.method === 'HEAD' ? { ...found, operation: undefined } : found)),
  },
  'sends-zero-length-with-head': {
    breaks: ['http/head-consistency'],
    description: 'The Content-Length of a response to HEAD is that of an empty body.',
    apply: onResponse((response, { request }) => (request.method === 'HEAD' ? withHeader(response, 'Content-Length', '0') : response)),
  },
  'sends-wrong-type-with-head': {
    breaks: ['http/head-consistency'],
    description: 'A response to HEAD has the media type of plain text.',
    apply: onResponse((response, { request }) =>
      request.method === 'HEAD' ? withHeader(response, 'Content-Type', 'text/plain') : response,
    ),
  },
  'serves-data-on-options': {
    breaks: ['http/options-data'],
    description: 'OPTIONS passes authentication, as a preflight must, and the handler of GET answers it.',
    apply: afterGate('route', (found) => {
      const read = found.request.method === 'OPTIONS' ? getOperation(found) : undefined;
      return read === undefined ? found : { ...found, operation: read, security: { ...read.security, anonymous: true } };
    }),
  },
  'echoes-trace': {
    breaks: ['http/trace-echo'],
    description: 'The server answers TRACE with the request as it arrived.',
    apply: onResponse((response, { request }) => {
      if (request.method !== 'TRACE') return response;
      const lines = request.headers.map((text, index) => (index % 2 === 0 ? `${text}: ` : `${text}\r\n`)).join('');
      const shown = `TRACE ${request.target} HTTP/1.1\r\n${lines}\r\n`;
      return { ...withBody(withHeader(response, 'Content-Type', 'message/http'), shown), status: 200 };
    }),
  },
  'treats-any-method-as-get': {
    breaks: ['http/undeclared-method'],
    also: ['http/unknown-method'],
    description: 'The server treats any method as GET on a path that has GET.',
    apply: handleAsGet(({ request }) => !safeMethods.has(request.method)),
  },
  'accepts-undeclared-delete': {
    breaks: ['http/undeclared-method'],
    description: 'The server accepts an undeclared DELETE of a whole collection.',
    apply: handleAsGet(({ request, route }) => request.method === 'DELETE' && route?.path.includes('{') === false),
  },
  'omits-allow-on-405': {
    breaks: ['http/405-allow'],
    description: 'A 405 has no Allow header.',
    apply: onResponse((response) => (response.status === 405 ? withHeader(response, 'Allow') : response)),
  },
  'lists-every-method-in-allow': {
    breaks: ['http/405-allow'],
    description: 'A 405 has the same list of methods for every path, including the rejected one.',
    apply: onResponse((response) =>
      response.status === 405 ? withHeader(response, 'Allow', 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS') : response,
    ),
  },
  'omits-declared-methods-in-allow': {
    breaks: ['http/405-allow'],
    description: 'A 405 lists only OPTIONS and omits the methods that the document declares.',
    apply: onResponse((response) => (response.status === 405 ? withHeader(response, 'Allow', 'OPTIONS') : response)),
  },
  'omits-commas-in-allow': {
    breaks: ['http/405-allow'],
    description: 'The Allow header of a 405 has no commas between the methods.',
    apply: onResponse((response) => (response.status === 405 ? withHeader(response, 'Allow', 'GET POST PATCH DELETE') : response)),
  },
  'rejects-unknown-method-with-404': {
    breaks: ['http/unknown-method'],
    description: 'The server answers a method that no standard defines with 404.',
    apply: onResponse((response) => (response.status === 501 ? { ...response, status: 404 } : response)),
  },
  'trusts-method-override-header': {
    breaks: ['http/method-override'],
    description: 'The server uses the method in X-HTTP-Method-Override after it has checked the scopes of the original method.',
    apply: overrideMethod(({ request }) => headerValue(request.headers, 'X-HTTP-Method-Override')),
  },
  'trusts-method-override-parameter': {
    breaks: ['http/method-override'],
    description: 'The server treats a POST with another method in its query as a request with that method, regardless of scopes.',
    apply: overrideMethod(({ request, query }) => (request.method === 'POST' ? /(?:^|&)_method=([A-Z]+)/.exec(query)?.[1] : undefined)),
  },
} as const satisfies Faults;

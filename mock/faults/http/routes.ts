import { headerValue } from '../../../spec/message.ts';
import type { MockResponse } from '../../engine/request.ts';
import { routeGate } from '../../gates/route.ts';
import { validationGate } from '../../gates/validation.ts';
import {
  afterGate,
  onResponse,
  beforeGate,
  withListener,
  withoutDecision,
  withBody,
  withHeader,
  type PartsChange,
  isMissingCredential,
  isUnknownCredential,
} from '../edits.ts';
import type { Faults } from '../fault.ts';

/** Authentication that compares the path as text, in front of a router that normalizes the path first. */
const normalizeAfterAuthentication = (normalize: (path: string) => string): PartsChange =>
  afterGate('credentials', (found) => {
    const { request } = found;
    const [path = '', ...query] = request.target.split('?');
    if (!isMissingCredential(found) || normalize(path) === path) return found;
    const routed = routeGate.pass({ ...withoutDecision(found), request: { ...request, target: [normalize(path), ...query].join('?') } });
    return routed.operation === undefined ? found : routed;
  });

/** The header in which the cache passes on the requested URL. */
const cacheKeyHeader = 'X-Cache-Key';

/** A router that ignores unknown path parts, behind a cache that decides by the path’s suffix. */
const cacheFiles: PartsChange = (parts) => {
  const kept = new Map<string, MockResponse>();
  const ignoreSuffix = beforeGate('route', (context) => {
    const { request } = context;
    const target = request.target.replace(/\/[^/?]*\.css(?=\?|$)/, '');
    return target === request.target
      ? context
      : { ...context, request: { ...request, target, headers: [...request.headers, cacheKeyHeader, request.target] } };
  });
  const store = onResponse((response, { request }) => {
    const key = headerValue(request.headers, cacheKeyHeader);
    if (key === undefined) return response;
    if (response.status === 200) kept.set(key, response);
    return kept.get(key) ?? response;
  });
  return store(ignoreSuffix(parts));
};

export const httpRoutesFaults = {
  'serves-encoded-dots-without-credential': {
    breaks: ['http/alternative-paths'],
    description: 'Authentication does not recognize a path with encoded dots, and the router resolves them later.',
    apply: normalizeAfterAuthentication((path) => path.replace(/\/[^/]+\/%2e%2e(?=\/)/i, '')),
  },
  'serves-doubled-slashes-without-credential': {
    breaks: ['http/alternative-paths'],
    description: 'Authentication does not recognize a path with doubled slashes, and the router merges them later.',
    apply: normalizeAfterAuthentication((path) => path.replace(/\/{2,}/g, '/')),
  },
  'serves-uppercase-path-without-credential': {
    breaks: ['http/alternative-paths'],
    description: 'The router ignores the case of a path, but authentication does not.',
    apply: normalizeAfterAuthentication((path) => (/[a-z]/.test(path) ? path : path.toLowerCase())),
  },
  'serves-trailing-slash-without-credential': {
    breaks: ['http/alternative-paths'],
    description: 'The router ignores a trailing slash, but authentication does not.',
    apply: normalizeAfterAuthentication((path) => path.replace(/\/$/, '')),
  },
  'serves-json-suffix-without-credential': {
    breaks: ['http/alternative-paths'],
    description: 'The router reads a path suffix as the format, and authentication treats it as another path.',
    apply: normalizeAfterAuthentication((path) => path.replace(/\.json$/, '')),
  },
  'serves-old-version-without-credential': {
    breaks: ['http/alternative-paths'],
    description: 'The server still serves the previous API version without authentication.',
    apply: normalizeAfterAuthentication((path) => path.replace(/\/v(\d+)(?=\/)/, (_, number: string) => `/v${Number(number) + 1}`)),
  },
  'caches-paths-with-file-suffix': {
    breaks: ['http/cached-responses'],
    description: 'A cache stores responses for paths that look like a file, while the router ignores the suffix.',
    apply: cacheFiles,
  },
  'validates-body-before-authentication': {
    breaks: ['http/authentication-first'],
    description: 'The server parses the body before authentication and reports the errors in it.',
    apply: afterGate('route', (found) => {
      const { decision } = found.decision === undefined && found.request.body ? validationGate.pass(found) : { decision: undefined };
      return decision === undefined ? found : { ...found, decision };
    }),
  },
  'serves-http2-without-credential': {
    breaks: ['http/http2-authentication'],
    description: 'The server accepts HTTP/2 requests without a credential, because a separate listener handles them.',
    apply: afterGate('credentials', (found) =>
      found.request.version === 2 && isMissingCredential(found) ? withoutDecision(found) : found,
    ),
  },
  'rejects-http2-with-403': {
    breaks: ['http/http2-authentication'],
    description: 'The server rejects an unknown credential over HTTP/2 with 403.',
    apply: onResponse((response, context) =>
      context.request.version === 2 && isUnknownCredential(context) ? { ...response, status: 403 } : response,
    ),
  },
  'rejects-http2-with-html': {
    breaks: ['http/http2-authentication'],
    description: 'The server rejects an unknown credential over HTTP/2 with an HTML page of the gateway.',
    apply: onResponse((response, context) =>
      context.request.version === 2 && isUnknownCredential(context)
        ? withBody(withHeader(response, 'Content-Type', 'text/html'), '<!doctype html><title>Not allowed</title>')
        : response,
    ),
  },
  'omits-challenge-over-http2': {
    breaks: ['http/http2-authentication'],
    description: 'A 401 over HTTP/2 has no challenge.',
    apply: onResponse((response, { request }) =>
      request.version === 2 && response.status === 401 ? withHeader(response, 'WWW-Authenticate') : response,
    ),
  },
  'reads-only-first-piece': {
    breaks: ['http/split-request'],
    description: 'The server closes the connection if the headers do not arrive in one piece.',
    apply: withListener({ reads: 'what-comes-first' }),
  },
} as const satisfies Faults;

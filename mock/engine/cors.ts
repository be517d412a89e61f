/**
 * Cross-origin requests of browsers.
 *
 * @module
 * @see Fetch, §3.3 CORS protocol: https://fetch.spec.whatwg.org/#http-cors-protocol
 */
import { headerValue, headerValues, uniqueNames, type HeaderList } from '../../spec/message.ts';
import type { MockRequest } from './request.ts';
import type { RequestContext } from './request-context.ts';

/** Whether a request asks, on behalf of a page, if another one is allowed. */
export function isPreflight({ method, headers }: Pick<MockRequest, 'method' | 'headers'>): boolean {
  return (
    method === 'OPTIONS' &&
    headerValue(headers, 'Origin') !== undefined &&
    headerValue(headers, 'Access-Control-Request-Method') !== undefined
  );
}

/** The headers that a preflight allows: those that it names, and the usual ones. A wildcard would not cover Authorization. */
function allowedHeaders({ headers }: Pick<MockRequest, 'headers'>, usual: readonly string[]): string {
  const named = headerValues(headers, 'Access-Control-Request-Headers')
    .flatMap((value) => value.split(','))
    .map((name) => name.trim())
    .filter((name) => /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(name));
  return uniqueNames([...named, ...usual]).join(', ');
}

/** The headers of the response to a preflight. */
export function preflightLines(request: MockRequest, methods: string, usual: readonly string[]): HeaderList {
  return [
    'Access-Control-Allow-Methods',
    methods,
    'Access-Control-Allow-Headers',
    allowedHeaders(request, usual),
    'Access-Control-Max-Age',
    '600',
  ];
}

/** Hosts that nobody can publish a page on. @see RFC 6761 §6.2, §6.3 */
const ownMachine = /^(?:(?:[a-z0-9-]+\.)*(?:localhost|test)|127(?:\.\d{1,3}){3}|\[::1\])$/;

/** Whether pages of an origin may send cookies: those on the developer's machine and those that the options name. */
function isTrusted(origin: string, origins: readonly string[]): boolean {
  if (origins.includes(origin)) return true;
  return /^https?:\/\//.test(origin) && URL.canParse(origin) && ownMachine.test(new URL(origin).hostname);
}

/** The headers with which a page of another origin may read the response; none if the request is not from a page. */
export function corsLines({ request, security, environment }: RequestContext): HeaderList {
  const origin = headerValue(request.headers, 'Origin');
  if (origin === undefined) return [];
  const exposed = ['Access-Control-Expose-Headers', environment.compiled.exposed];
  if (!security.cookie) return ['Access-Control-Allow-Origin', '*', ...exposed];
  const credentials = isTrusted(origin, environment.origins);
  const allowed = credentials ? [origin, 'Access-Control-Allow-Credentials', 'true'] : ['*'];
  return ['Access-Control-Allow-Origin', ...allowed, ...exposed, 'Vary', 'Origin'];
}

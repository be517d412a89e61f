import { headerValue, withoutHeader } from '../../../spec/message.ts';
import type { Call, Reply } from '../../../suites/http/target.ts';
import { having, type Changes } from './reading.ts';

const page = (status: number): Reply => ({
  status,
  headers: [
    'Date',
    'Thu, 01 Jan 2026 12:00:05 GMT',
    'Content-Type',
    'text/html',
    'X-Content-Type-Options',
    'nosniff',
    'Cache-Control',
    'no-store',
  ],
  body: '<!doctype html><title>Home</title>',
});
const wellKnown = new Set(['/v1/auth/test', '/v1/conversations']);
const isDetour = ({ target, channel }: Call) => {
  const [path = ''] = target.split('?');
  return channel === 'target' && !wellKnown.has(path) && !/^\/v1\/conversations\/[\w-]+(?:\/summary)?$/.test(path);
};

/** Each reads the standards of HTTP in another fair way. */
export const ofHttp: Changes = {
  'a page for people wherever there is no operation': (reply, call) => (isDetour(call) && reply.status === 401 ? page(200) : reply),
  'a redirect to the documented path': (reply, call) =>
    isDetour(call) && reply.status === 401 ? { ...having(reply, 'Location', '/v1/auth/test'), status: 308, body: '' } : reply,
  'a connection that is closed on methods that nobody knows': (reply, { method }) =>
    method === 'AUTH-CONFORMANCE' || method === 'TRACE' ? 'closed' : reply,
  '405 for methods that nobody knows': (reply, { method }) =>
    method === 'AUTH-CONFORMANCE' && reply.status === 501 ? { ...having(reply, 'Allow', 'GET, POST, PATCH, DELETE'), status: 405 } : reply,
  'a list of methods as the content of OPTIONS': (reply, { method }) =>
    method === 'OPTIONS' ? { ...having(reply, 'Content-Type', 'application/json'), status: 200, body: '["GET","POST"]' } : reply,
  '404 for OPTIONS': (reply, { method }) => (method === 'OPTIONS' ? { ...reply, status: 404 } : reply),
  'HEAD without a type and a length': (reply, { method }) =>
    method === 'HEAD' ? { ...reply, headers: withoutHeader(withoutHeader(reply.headers, 'content-type'), 'content-length') } : reply,
  'answers that browsers may keep for themselves': (reply) =>
    reply.status === 200 ? having(reply, 'Cache-Control', 'private="X-Request-Id", private, max-age=60') : reply,
  'a public word beside one that forbids to store': (reply) =>
    reply.status === 200 ? having(reply, 'Cache-Control', 'no-store, s-maxage=60, public') : reply,
  'a 429 that says nothing of caches': (reply) =>
    reply.status === 429 ? { ...reply, headers: withoutHeader(reply.headers, 'cache-control') } : reply,
  'a 400 of a parser that knows no time': (reply) =>
    reply.status === 400 ? { ...reply, headers: withoutHeader(reply.headers, 'date') } : reply,
  'two years of HTTPS, in quotes, for the hosts below too': (reply, { channel }) =>
    channel === 'target' ? having(reply, 'Strict-Transport-Security', 'max-age="63072000"; includeSubDomains; preload') : reply,
  'several challenges in one field': (reply) => {
    const challenge = headerValue(reply.headers, 'www-authenticate');
    return challenge === undefined ? reply : having(reply, 'WWW-Authenticate', `Negotiate, ${challenge}, Digest realm="a, b", nonce=x`);
  },
  '401 for a token that comes in two ways': (reply, { target, headers }) =>
    target.includes('access_token=') && headerValue(headers, 'authorization') !== undefined && reply.status === 400
      ? { ...reply, status: 401 }
      : reply,
  '431 for a credential that is too long': (reply, { headers }) =>
    headers.some(({ length }) => length > 8_000) ? { ...reply, status: 431, body: '', headers: [] } : reply,
  'a connection that is closed on a credential that is too long': (reply, { headers }) =>
    headers.some(({ length }) => length > 8_000) ? 'closed' : reply,
  'a 404 for paths that nobody has, whoever asks': (reply, { target, channel }) =>
    channel === 'target' && target.includes('no-such-path') ? { ...reply, status: 404 } : reply,
};

import { describe, expect, test } from 'vitest';
import { headerValue, withoutHeader } from '../../spec/message.ts';
import { bundledDocument, loadContract } from '../../spec/load.ts';
import type { Call, Reply, Sent, Target } from '../../suites/target.ts';
import { inProcessTarget, judgeAll, sessionFor, stillMock } from '../support/in-process.ts';

const contract = await loadContract(bundledDocument);
const topics = /^(?:http|credentials|transport|envelope)\//;

type Change = (reply: Reply, call: Call) => Reply | 'closed';

/** What of these topics was judged and did not pass, where answers are changed on their way or the connection is closed instead. */
async function objections(change: Change): Promise<readonly string[]> {
  const mock = stillMock(contract);
  const target = inProcessTarget(mock);
  const changed: Target = {
    ...target,
    async send(call): Promise<Sent> {
      const { reply, ...sent } = await target.send(call);
      const other = reply && change(reply, call);
      if (other === 'closed') return { ...sent, trouble: { kind: 'closed', says: 'closed' } };
      return { ...sent, ...(other && { reply: other }) };
    },
  };
  const findings = await judgeAll(sessionFor(mock, {}, changed));
  return findings
    .filter(({ requirement }) => topics.test(requirement))
    .flatMap(({ checks }) => checks)
    .filter(({ outcome }) => outcome !== 'pass' && outcome !== 'not-applicable')
    .map(({ id, outcome, reason }) => `${outcome} ${id}: ${reason}`);
}

const having = (reply: Reply, name: string, value: string): Reply => ({
  ...reply,
  headers: [...withoutHeader(reply.headers, name), name, value],
});
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

/** Each reads the standards in another fair way. */
const readings: { readonly [title: string]: Change } = {
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

describe('a server that reads the standards of HTTP in another fair way is not blamed', () => {
  for (const [title, change] of Object.entries(readings)) test(title, async () => expect(await objections(change)).toEqual([]));
});

test('nobody at plain HTTP leaves nothing to judge there', async () => {
  const open = await objections((reply, { channel }) => (channel === 'plain' || channel === 'plain-oauth' ? 'closed' : reply));
  expect(open).toEqual([]);
});

test('a server without HEAD is told that it should have it, and not that it is open', async () => {
  const failed = await objections((reply, { method }) => (method === 'HEAD' ? { ...reply, status: 501, body: '' } : reply));
  expect([...new Set(failed.map((line) => line.replace(/^(\w+) ([\w-]+\/[\w-]+).*/s, '$1 $2')))]).toEqual([
    'fail http/head-agrees-with-get',
  ]);
});

import { describe, expect, test } from 'vitest';
import { spansOf, type Span, type SpansInput } from '../../../cli/traces/spans.ts';
import { gather } from '../../../reporters/gathering/gather.ts';
import { bundledDocument, loadContract } from '../../../spec/load.ts';
import type { TracedRequest } from '../../../suites/http/tracing.ts';
import { createRedactor } from '../../../suites/redaction/redactor.ts';
import { check, planned, recorded, run } from '../../reporters/builder.ts';

const { operations } = await loadContract(bundledDocument);
const trace = '0af7651916cd43dd8448eb211c80319c';
const [root, parent] = ['b7ad6b7169203331', '00f067aa0ba902b7'];
const secret = 'sk_live_4f9a8b7c6d5e4f3a2b1c';

const request = (span: string, changes: Partial<TracedRequest> = {}): TracedRequest => ({
  span,
  method: 'GET',
  url: 'https://api.test/v1/conversations?limit=1',
  protocol: '1.1',
  startedAt: 1_000,
  endedAt: 1_010.5,
  remote: '::1:4010',
  status: 200,
  ...changes,
});
const traceparent = (span: string) => `00-${trace}-${span}-01`;

/** A run with two requests of one scenario, one of them wrong, and one of the preflight. */
const failed = check('credentials/missing/listConversations', 'fail', {
  reason: 'served instead of rejected',
  exchanges: ['b'],
  mismatch: { code: 'served', exchange: 'b', expected: { kind: 'equals', value: 401 } },
});
const result = gather(
  run({
    planned: [planned('credentials/missing'), planned('credentials/valid'), planned('oauth/code-reuse')],
    findings: [
      { requirement: 'credentials/missing', checks: [failed] },
      { requirement: 'credentials/valid', checks: [check('credentials/valid/listConversations', 'pass', { exchanges: ['a', 'b'] })] },
      { requirement: 'oauth/code-reuse', checks: [], outcome: 'not-applicable', reason: 'no OAuth' },
    ],
    exchanges: [
      recorded('a', 0, { traceparent: traceparent('a'.repeat(16)), role: 'control' }),
      recorded('b', 1, { traceparent: traceparent('b'.repeat(16)) }),
    ],
  }),
);
const sender = { scenario: 'missing-credentials', operation: 'listConversations' };
const requests = [
  request('c'.repeat(16), { startedAt: 900, endedAt: 910 }),
  request('a'.repeat(16), { sender }),
  request('b'.repeat(16), { sender, startedAt: 1_020, endedAt: 1_030 }),
];

function spans(changes: Partial<SpansInput> = {}): readonly Span[] {
  const redactor = createRedactor('test');
  redactor.add({ name: 'reader', value: secret, shell: '$READER' });
  let count = 0;
  const newId = () => String((count += 1)).padStart(16, '0');
  const context = { trace, root, parent };
  const { redact } = redactor;
  return spansOf({ context, result, requests, operations, startedAt: 800, endedAt: 2_000, redact, newId, ...changes });
}
const named = (name: string, all = spans()) => all.filter((span) => span.name === name);
const only = (changes: Partial<TracedRequest>) =>
  spans({ requests: [request('d'.repeat(16), changes)] }).find(({ kind }) => kind === 'client')!;

describe('the spans of a run', () => {
  test('are the run, its scenarios, its requests and its requirements', () => {
    expect(spans().map((span) => [span.name, span.kind, span.parent])).toEqual([
      ['auth-conformance run', 'internal', parent],
      ['missing-credentials', 'internal', root],
      ['GET', 'client', root],
      ['GET /conversations', 'client', '0000000000000001'],
      ['GET /conversations', 'client', '0000000000000001'],
      ['credentials/missing', 'internal', root],
      ['credentials/valid', 'internal', root],
    ]);
    expect(new Set(spans().map(({ id }) => id)).size).toBe(7);
  });

  test('have the verdict, and a status where something is wrong', () => {
    expect(named('auth-conformance run')).toMatchObject([
      {
        startedAt: 800,
        endedAt: 2_000,
        error: result.exit.reason,
        attributes: { 'auth_conformance.verdict': 'non-conformant', 'auth_conformance.exit_code': 1 },
      },
    ]);
    expect(spans().flatMap(({ error, name }) => (error === undefined ? [] : [name]))).toEqual([
      'auth-conformance run',
      'GET /conversations',
      'credentials/missing',
    ]);
    const [, wrong] = named('GET /conversations');
    expect(wrong).toMatchObject({
      id: 'b'.repeat(16),
      error: 'credentials/missing: served instead of rejected',
      attributes: { 'error.type': 'credentials/missing', 'auth_conformance.principal': 'reader', 'auth_conformance.role': 'probe' },
    });
  });

  test('of a scenario and of a requirement last from its first request to its last, and a requirement links to them', () => {
    expect(named('missing-credentials')).toMatchObject([{ startedAt: 1_000, endedAt: 1_030 }]);
    expect(named('credentials/missing')).toMatchObject([
      {
        startedAt: 1_020,
        endedAt: 1_030,
        links: ['b'.repeat(16)],
        attributes: { 'auth_conformance.outcome': 'fail', 'auth_conformance.checks.failed': 1 },
      },
    ]);
    expect(named('credentials/valid')).toMatchObject([{ startedAt: 1_000, endedAt: 1_030, links: ['a'.repeat(16), 'b'.repeat(16)] }]);
  });

  test('contain no secret, wherever it stands', () => {
    const leaking = requests.map((one) => ({
      ...one,
      url: `https://api.test/v1/conversations/${secret}?key=${encodeURIComponent(secret)}&basic=${Buffer.from(`ada:${secret}`).toString('base64')}`,
      method: secret,
      trouble: 'closed' as const,
    }));
    const said = { ...result, target: `https://api.test/${secret}`, exit: { ...result.exit, reason: secret } };
    const text = JSON.stringify(spans({ requests: leaking, result: said }));
    expect(text).toContain('‹reader#');
    expect(text).not.toContain(secret);
    expect(text).not.toContain(Buffer.from(secret).toString('base64').slice(4, 20));
  });
});

describe('the span of a request', () => {
  test('has the attributes of HTTP clients', () => {
    expect(only({ protocol: '2' }).attributes).toMatchObject({
      'http.request.method': 'GET',
      'http.request.method_original': undefined,
      'http.response.status_code': 200,
      'url.full': 'https://api.test/v1/conversations?limit=1',
      'server.address': 'api.test',
      'server.port': 443,
      'network.protocol.version': '2',
      'network.peer.address': '::1',
      'network.peer.port': 4010,
      'error.type': undefined,
    });
  });

  test('without a response names the reason', () => {
    const { status: _, remote: __, ...unanswered } = request('d'.repeat(16), { trouble: 'refused' });
    const { attributes, error } = spans({ requests: [unanswered] }).find(({ kind }) => kind === 'client')!;
    expect(error).toBe('refused');
    expect(attributes).toMatchObject({ 'error.type': 'refused', 'http.response.status_code': undefined, 'network.peer.port': undefined });
  });

  test('with an unknown method is named HTTP', () => {
    const { name, attributes } = only({ method: 'get' });
    expect(name).toBe('HTTP');
    expect(attributes).toMatchObject({ 'http.request.method': '_OTHER', 'http.request.method_original': 'get' });
  });

  test.each([
    ['http://[::1]:8080*', '::1', 8080],
    ['http://api.test//v1', 'api.test', 80],
    ['https://api.test:8443?q', 'api.test', 8443],
  ])('to %s names its server', (url, address, port) => {
    expect(only({ url }).attributes).toMatchObject({ 'url.full': url, 'server.address': address, 'server.port': port });
  });
});

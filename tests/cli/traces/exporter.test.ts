import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { createExporter } from '../../../cli/traces/exporter.ts';
import type { Span } from '../../../cli/traces/spans.ts';
import { startCollector } from '../../support/collector.ts';
import { misconducts, onceAsked, serve } from '../../support/servers.ts';

const trace = '0af7651916cd43dd8448eb211c80319c';
const idOf = (number: number) => number.toString(16).padStart(16, '0');
const span = (number: number, changes: Partial<Span> = {}): Span => ({
  id: idOf(number),
  parent: idOf(1),
  kind: 'client',
  name: 'GET /things',
  startedAt: 1_796_071_813_448.25,
  endedAt: 1_796_071_813_450.5,
  attributes: { 'http.request.method': 'GET', 'http.response.status_code': 200, absent: undefined },
  ...changes,
});
const spans = (count: number) => Array.from({ length: count }, (_, index) => span(index + 1));

afterEach(() => vi.unstubAllEnvs());

async function collector(...options: Parameters<typeof startCollector>) {
  const started = await startCollector(...options);
  onTestFinished(() => started.close());
  return started;
}

test('a span arrives with ids, times in nanoseconds, attributes, status and links', async () => {
  const { url, spans: arrived, resource } = await collector();
  const one = span(2, { error: 'served instead of rejected', links: [idOf(7)] });
  expect(await createExporter(url, '1.2.3').send(trace, [one, span(1, { parent: undefined, kind: 'internal' })])).toBeUndefined();
  expect(arrived()).toEqual([
    {
      traceId: trace,
      spanId: idOf(2),
      parentSpanId: idOf(1),
      name: 'GET /things',
      kind: 'client',
      startTimeUnixNano: 1_796_071_813_448_250_000n,
      endTimeUnixNano: 1_796_071_813_450_500_000n,
      attributes: { 'http.request.method': 'GET', 'http.response.status_code': 200 },
      status: { code: 2, message: 'served instead of rejected' },
      links: [{ traceId: trace, spanId: idOf(7) }],
    },
    expect.objectContaining({ spanId: idOf(1), kind: 'internal', status: { code: 0 } }),
  ]);
  expect(arrived()[1]).not.toHaveProperty('parentSpanId');
  expect(resource()).toMatchObject({ 'service.name': 'auth-conformance', 'service.version': '1.2.3' });
});

test('very many spans are sent in several messages, each span once', async () => {
  const { url, received, spans: arrived } = await collector();
  expect(await createExporter(url, '1.2.3').send(trace, spans(2_600))).toBeUndefined();
  expect(received.length).toBe(6);
  expect(arrived().map(({ spanId }) => spanId).toSorted()).toEqual(spans(2_600).map(({ id }) => id)); // oxfmt-ignore
});

test.each([
  ['', '/v1/traces'],
  ['/', '/v1/traces'],
  ['/otlp', '/otlp/v1/traces'],
  ['/otlp/v1/traces/', '/otlp/v1/traces'],
  ['/otlp?tenant=a', '/otlp/v1/traces?tenant=a'],
])('at the base URL %s the path is %s', async (base, path) => {
  const { url, received } = await collector();
  await createExporter(url + base, '1.2.3').send(trace, spans(1));
  expect(received.map((one) => one.path)).toEqual([path]);
});

test('headers, the name of the service and its attributes come from the standard variables', async () => {
  vi.stubEnv('OTEL_EXPORTER_OTLP_HEADERS', 'x-tenant=a,authorization=Basic%20c2VjcmV0');
  vi.stubEnv('OTEL_SERVICE_NAME', 'nightly');
  vi.stubEnv('OTEL_RESOURCE_ATTRIBUTES', 'deployment.environment.name=staging');
  const { url, received, resource } = await collector();
  await createExporter(url, '1.2.3').send(trace, spans(1));
  expect(received[0]!.headers).toMatchObject({ 'x-tenant': 'a', authorization: 'Basic c2VjcmV0' });
  expect(resource()).toMatchObject({ 'service.name': 'nightly', 'deployment.environment.name': 'staging' });
});

describe('a collector that fails', () => {
  /** What came of it, and after how many milliseconds. */
  async function attempt(url: string, withinMs: number) {
    const begun = performance.now();
    const problem = await createExporter(url, '1.2.3', withinMs).send(trace, spans(3_000));
    return { problem, milliseconds: performance.now() - begun };
  }

  test('with an error says its status, and not what it says', async () => {
    const { url } = await collector((_, response) => void response.writeHead(401, 'secret-of-the-header').end('secret-of-the-header'));
    expect(await attempt(url, 5_000)).toMatchObject({ problem: 'it returned 401' });
  });

  test('with 503 is given up', async () => {
    const { url } = await collector((_, response) => void response.writeHead(503).end());
    expect(await attempt(url, 500)).toMatchObject({ problem: 'it did not accept all spans' });
  });

  test('by not listening is given up', async () => {
    const { url, close } = await startCollector();
    await close();
    const { problem, milliseconds } = await attempt(url, 600);
    expect(problem).toBe('ECONNREFUSED');
    expect(milliseconds).toBeLessThan(4_000);
  });

  const trickles = onceAsked((socket) => {
    socket.write('HTTP/1.1 200 OK\r\nX-Slow: ');
    const timer = setInterval(() => socket.write('x'), 50);
    socket.on('close', () => clearInterval(timer));
  });
  const { hangs, closes, ...others } = misconducts;
  const garbage = others['sends garbage'];
  test.each([
    ['hangs', hangs, 'it did not accept all spans'],
    ['closes its connections', closes, 'ECONNRESET'],
    ['sends no HTTP', garbage, 'HPE_INVALID_CONSTANT'],
    ['sends an endless body', others['never ends its body'], 'it did not accept all spans'],
    ['sends headers without end', trickles, 'it did not accept all spans within 1.5 s'],
  ])('in another way is not waited for: it %s', async (_, conduct, expected) => {
    const served = await serve(conduct);
    onTestFinished(() => served.close());
    const { problem, milliseconds } = await attempt(served.http, 500);
    expect(problem).toBe(expected);
    expect(milliseconds).toBeLessThan(4_000);
  });
});

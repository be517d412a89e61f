import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { bundledDocument, loadContract } from '../../../spec/load.ts';
import { resultSchema, type Result } from '../../../suites/result/result.ts';
import { staging, type Staging } from '../../cli/staging.ts';
import { call, filesOf, start, type Ended } from '../../support/command.ts';
import { startCollector, type TestCollector } from '../../support/collector.ts';
import { leaksIn } from '../../support/reflecting.ts';
import { mocking, onceAsked, serve, speaking } from '../../support/servers.ts';

const contract = await loadContract(bundledDocument);
const closers: (() => Promise<void>)[] = [];
afterAll(async () => void (await Promise.all(closers.map((close) => close()))));

/** A server with the header `traceparent` of each request that it got. */
interface Site extends Staging {
  readonly traceparents: (string | undefined)[];
}

/** A server for runs of its own, so that no other run uses its quotas. */
async function site(configuration = ''): Promise<Site> {
  const traceparents: (string | undefined)[] = [];
  let answer: RequestListener;
  const at = await serve(
    speaking((request, response) => {
      traceparents.push(request.headers['traceparent']?.toString());
      answer(request, response);
    }),
  );
  const principals = ['reader', 'writer', 'admin', 'other', 'revoked'];
  const allow = 'allow: { writes: true, destructive: true }';
  const staged = await staging(contract, { principals, clients: ['app'], at, configuration: `${allow}\n${configuration}` });
  answer = mocking(staged.mock);
  closers.push(staged.close, () => at.close());
  return { ...staged, traceparents };
}

async function collecting(): Promise<TestCollector> {
  const collector = await startCollector();
  closers.push(() => collector.close());
  return collector;
}

/** Credentials in headers, in URLs and, of OAuth clients, in bodies. */
const only = ['credentials/valid', 'credentials/in-query', 'credentials/undocumented-place', 'oauth/code-reuse', 'oauth/secret-in-url'];
const environment = { OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20key-of-the-collector' };

interface Over extends Ended, Site {
  readonly result: Result;
  readonly files: { readonly [path: string]: string };
}

async function over(
  where: Site,
  args: readonly string[] = [],
  variables: { readonly [name: string]: string } = environment,
): Promise<Over> {
  const ended = await call(['run', '--config', 'staging.yaml', '--only', only.join(','), ...args], {
    folder: where.folder,
    environment: { ...where.environment, ...variables },
  });
  const files = await filesOf(join(where.folder, 'auth-conformance-report'));
  return { ...ended, ...where, files, result: resultSchema.parse(JSON.parse(files['results.json'] ?? ended.stderr)) };
}

const outcomesOf = ({ requirements }: Result) =>
  requirements.map(({ id, outcome, checks }) => [id, outcome, checks.map((check) => [check.id, check.outcome, check.mismatch?.code])]);

const collector = await collecting();
const traced = await over(await site(), ['--otlp', collector.url, '--workers', '2']);
const spans = collector.spans();
const clients = spans.filter(({ kind }) => kind === 'client');

describe('a run with --otlp', () => {
  test('says where its trace is', () => {
    expect(traced.code).toBe(0);
    expect(traced.stderr).toContain(`Sent the trace ${spans[0]!.traceId} with ${spans.length} spans to ${new URL(collector.url).host}`);
  });

  test('sends the headers of OTEL_EXPORTER_OTLP_HEADERS to the collector', () => {
    expect(collector.received.map(({ headers }) => headers.authorization)).toEqual(
      collector.received.map(() => 'Bearer key-of-the-collector'),
    );
  });

  test('tells the server the span of each request, and exports a span for each', () => {
    expect(traced.traceparents.length).toBeGreaterThan(50);
    const exported = clients.map(({ traceId, spanId }) => `00-${traceId}-${spanId}-01`);
    expect(exported.toSorted()).toEqual(traced.traceparents.map(String).toSorted());
  });

  test('is one trace: the run, below it scenarios and requirements, below the scenarios requests', () => {
    expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(1);
    const [root, ...others] = spans.filter(({ parentSpanId }) => parentSpanId === undefined);
    expect([root!.name, others]).toEqual(['auth-conformance run', []]);
    expect(root!.attributes).toMatchObject({ 'auth_conformance.verdict': traced.result.verdict, 'auth_conformance.exit_code': 0 });
    const scenarios = new Map(
      spans.flatMap(({ spanId, name, attributes }) => (attributes['auth_conformance.scenario'] === name ? [[spanId, name]] : [])),
    );
    expect(scenarios.size).toBeGreaterThan(1);
    for (const { parentSpanId, attributes, startTimeUnixNano, endTimeUnixNano } of clients) {
      expect(parentSpanId === root!.spanId ? undefined : scenarios.get(parentSpanId!)).toBe(attributes['auth_conformance.scenario']);
      expect(startTimeUnixNano).toBeLessThan(endTimeUnixNano);
    }
    const judged = spans.filter(({ attributes }) => 'auth_conformance.requirement' in attributes);
    expect(judged.map(({ name }) => name).toSorted()).toEqual(only.toSorted());
    const ids = new Set(clients.map(({ spanId }) => spanId));
    for (const { links, parentSpanId } of judged) {
      expect(parentSpanId).toBe(root!.spanId);
      expect(links.length).toBeGreaterThan(0);
      expect(links.filter(({ spanId }) => !ids.has(spanId))).toEqual([]);
    }
  });

  test('names the span of each exchange in its result and on its page, and the header in no HAR and no command', () => {
    const known = new Set(traced.traceparents);
    expect(traced.result.exchanges.filter(({ traceparent }) => !known.has(traceparent))).toEqual([]);
    const { 'results.json': _, 'report.html': page = '', ...others } = traced.files;
    expect(traced.result.exchanges.filter(({ traceparent }) => page.includes(`traceparent ${traceparent}`)).length).toBeGreaterThan(0);
    expect(Object.keys(others).filter((name) => /traceparent/i.test(others[name]!))).toEqual([]);
    const sent = traced.result.exchanges.flatMap(({ request, curl }) => [curl, ...request.headers.flat()]);
    expect(sent.filter((text) => /traceparent/i.test(text))).toEqual([]);
  });

  test('exports no secret that was in a URL, a header or a body', () => {
    const urls = clients.map(({ attributes }) => String(attributes['url.full']));
    expect(urls.filter((url) => /‹\w+#/.test(url)).length).toBeGreaterThan(2);
    const secrets = Object.fromEntries(traced.secrets.map((secret, index) => [String(index), secret]));
    expect(
      leaksIn(
        collector.received.map(({ text }, index) => [String(index), text] as const),
        secrets,
      ),
    ).toEqual([]);
    // Codes and tokens that the server issued.
    expect(urls.filter((url) => /[?&](?:code|token|access_token|key|api_key)=(?!‹|invented|&|$)/.test(url))).toEqual([]);
  });
});

describe.concurrent('besides', () => {
  const trickling = onceAsked((socket) => {
    socket.write('HTTP/1.1 200 OK\r\nX-Slow: ');
    const timer = setInterval(() => socket.write('x'), 100);
    socket.on('close', () => clearInterval(timer));
  });

  test('a run without it sends no such header, and finds the same', async () => {
    const plain = await over(await site());
    expect([...new Set(plain.traceparents)]).toEqual([undefined]);
    expect(outcomesOf(plain.result)).toEqual(outcomesOf(traced.result));
    expect(plain.result.exchanges.flatMap(({ traceparent }) => traceparent ?? [])).toEqual([]);
  });

  test('shards whose environment has a TRACEPARENT are parts of that trace', async () => {
    const common = await collecting();
    const [trace, parent] = ['0af7651916cd43dd8448eb211c80319c', 'b7ad6b7169203331'];
    const variables = { TRACEPARENT: `00-${trace}-${parent}-01`, OTEL_SERVICE_NAME: 'nightly' };
    for (const shard of ['1/2', '2/2']) await over(await site(`otlp: ${common.url}`), ['--shard', shard], variables);
    const all = common.spans();
    expect(new Set(all.map(({ traceId }) => traceId))).toEqual(new Set([trace]));
    const roots = all.filter(({ parentSpanId }) => parentSpanId === parent);
    expect(roots.map(({ attributes }) => attributes['auth_conformance.shard'])).toEqual(['1/2', '2/2']);
    expect(new Set(all.map(({ spanId }) => spanId)).size).toBe(all.length);
    expect(common.resource()['service.name']).toBe('nightly');
  });

  test.each(['does not listen', 'never ends its response'])('a collector that %s changes nothing but one warning', async (how) => {
    const bad = await serve(trickling);
    if (how === 'does not listen') await bad.close();
    else closers.push(() => bad.close());
    const { code, stdout, stderr, result } = await over(await site(), ['--otlp', bad.http, '--quiet']);
    expect([code, outcomesOf(result)]).toEqual([traced.code, outcomesOf(traced.result)]);
    expect(stdout).toMatch(/^CONFORMANT/);
    const lines = stderr.trimEnd().split('\n');
    expect(lines).toEqual([
      expect.stringMatching(
        /^! the trace [0-9a-f]{32} did not reach the collector at 127\.0\.0\.1:\d+: (?:ECONNREFUSED|it did not accept all spans within 30 s); the verdict is not affected$/,
      ),
      expect.stringMatching(/^exit 0: /),
    ]);
  });

  test('an interrupted run sends its trace too', async () => {
    const [where, last] = [await site('pace: 20/second'), await collecting()];
    const running = start(['run', '--config', 'staging.yaml', '--otlp', last.url], {
      folder: where.folder,
      environment: where.environment,
    });
    await expect.poll(() => where.traceparents.length, { timeout: 30_000 }).toBeGreaterThan(60);
    running.process.kill('SIGTERM');
    expect(await running.ended).toMatchObject({ code: 130, stderr: expect.stringContaining('Sent the trace') });
    const ids = last.spans().flatMap(({ kind, traceId, spanId }) => (kind === 'client' ? [`00-${traceId}-${spanId}-01`] : []));
    expect(ids.toSorted()).toEqual(where.traceparents.map(String).toSorted());
    expect(last.spans().filter(({ name }) => name === 'auth-conformance run')).toMatchObject([
      { attributes: { 'auth_conformance.exit_code': 130 } },
    ]);
  });
});

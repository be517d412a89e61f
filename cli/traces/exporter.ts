/**
 * Sends spans to an OpenTelemetry collector, with the exporter of OpenTelemetry, which the build contains.
 *
 * @module
 */
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { defaultResource, detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import { defined } from '../../spec/defined.ts';
import type { Span } from './spans.ts';

export interface TraceExporter {
  /** Sends the spans of a trace; returns why not all of them have arrived, if so. */
  send(trace: string, spans: readonly Span[]): Promise<string | undefined>;
}

/** How long a run waits for the response to a message, and how many times as long for all. */
const patienceMs = 10_000;
const patienceFactor = 3;

/** The most spans of a message, and the most messages at a time. */
const batchSize = 512;
const mostMessages = 4;

/** SpanKind, SpanStatusCode, TraceFlags and ExportResultCode of OpenTelemetry. */
const kinds = { internal: 0, client: 2 } as const;
const statuses = { unset: 0, error: 2 } as const;
const sampled = 1;
const isExported = (code: number) => code === 0;

/**
 * What sends to a collector. Its headers, certificates and compression are read from the environment: `OTEL_EXPORTER_OTLP_HEADERS` and others.
 *
 * @param url - the base URL: `/v1/traces` is added, unless it ends so
 */
export function createExporter(url: string, version: string, withinMs = patienceMs): TraceExporter {
  const own = resourceFromAttributes({ 'service.name': 'auth-conformance', 'service.version': version });
  // The environment may name it otherwise: OTEL_SERVICE_NAME, OTEL_RESOURCE_ATTRIBUTES.
  const resource = defaultResource()
    .merge(own)
    .merge(detectResources({ detectors: [envDetector] }));
  const scope = { name: 'auth-conformance', version };
  return {
    async send(trace, spans) {
      const wholeMs = withinMs * patienceFactor;
      const exporter = new OTLPTraceExporter({ url: tracesUrl(url), timeoutMillis: withinMs });
      const batches = Array.from({ length: Math.ceil(spans.length / batchSize) }, (_, index) =>
        spans
          .slice(index * batchSize, (index + 1) * batchSize)
          .map((span) => ({ ...readable(trace, span), resource, instrumentationScope: scope })),
      );
      const problems: string[] = [];
      const sendNext = async (): Promise<void> => {
        const batch = batches.shift();
        if (batch === undefined || problems.length > 0) return;
        await new Promise<void>((resolve) => {
          exporter.export(batch, ({ code, error }) => {
            if (!isExported(code)) problems.push(describeProblem(error));
            resolve();
          });
        });
        await sendNext();
      };
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<void>((resolve) => {
        timer = setTimeout(() => {
          problems.push(`it did not accept all spans within ${wholeMs / 1000} s`);
          resolve();
        }, wholeMs);
      });
      await Promise.race([Promise.all(Array.from({ length: mostMessages }, sendNext)), late]);
      clearTimeout(timer);
      return problems[0];
    },
  };
}

function tracesUrl(base: string): string {
  const url = new URL(base);
  const path = url.pathname.replace(/\/+$/, '');
  url.pathname = path.endsWith('/v1/traces') ? path : `${path}/v1/traces`;
  return url.href;
}

/** A span as the exporter reads it, without its origin. */
function readable(traceId: string, { id, parent, kind, name, startedAt, endedAt, attributes, error, links = [] }: Span) {
  const contextOf = (spanId: string) => ({ traceId, spanId, traceFlags: sampled });
  return {
    name,
    kind: kinds[kind],
    spanContext: () => contextOf(id),
    ...(parent !== undefined && { parentSpanContext: contextOf(parent) }),
    startTime: timeOf(startedAt),
    endTime: timeOf(endedAt),
    duration: timeOf(endedAt - startedAt),
    status: error === undefined ? { code: statuses.unset } : { code: statuses.error, message: error },
    attributes: defined(attributes),
    links: links.map((link) => ({ context: contextOf(link) })),
    events: [],
    ended: true,
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
  };
}

/** Seconds and nanoseconds. */
function timeOf(milliseconds: number): [number, number] {
  const seconds = Math.floor(milliseconds / 1000);
  return [seconds, Math.min(999_999_999, Math.round((milliseconds - seconds * 1000) * 1e6))];
}

/** In words of this side: the collector's own might repeat the headers that it got. */
function describeProblem(error: Error | undefined): string {
  const code = error && 'code' in error ? error.code : undefined;
  if (typeof code === 'number') return `it returned ${code}`;
  return typeof code === 'string' ? code : 'it did not accept all spans';
}

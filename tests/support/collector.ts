/**
 * An OpenTelemetry collector: takes OTLP over HTTP, in JSON.
 *
 * @module
 * @see https://opentelemetry.io/docs/specs/otlp/
 */
import type { IncomingHttpHeaders, RequestListener } from 'node:http';
import { z } from 'zod';
import { serve, speaking } from './servers.ts';

const value = z.union([z.object({ stringValue: z.string() }), z.object({ intValue: z.number() })]);
const attributes = z
  .array(z.object({ key: z.string(), value }))
  .transform((list): { readonly [name: string]: string | number } =>
    Object.fromEntries(list.map((one) => [one.key, Object.values(one.value)[0]!])),
  );
const id = (digits: number) => z.string().regex(new RegExp(`^[0-9a-f]{${digits}}$`));
const span = z.object({
  traceId: id(32),
  spanId: id(16),
  parentSpanId: id(16).optional(),
  name: z.string(),
  kind: z.int().transform((number) => ['unspecified', 'internal', 'server', 'client'][number]),
  startTimeUnixNano: z.string().transform(BigInt),
  endTimeUnixNano: z.string().transform(BigInt),
  attributes,
  status: z.object({ code: z.int(), message: z.string().optional() }),
  links: z.array(z.object({ traceId: id(32), spanId: id(16) })),
});
const message = z.object({
  resourceSpans: z.array(z.object({ resource: z.object({ attributes }), scopeSpans: z.array(z.object({ spans: z.array(span) })) })),
});

export type OtlpSpan = z.infer<typeof span>;

interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

export interface TestCollector {
  readonly url: string;
  readonly received: readonly Received[];
  spans(): readonly OtlpSpan[];
  /** The attributes of what sent the first message. */
  resource(): { readonly [name: string]: string | number };
  close(): Promise<void>;
}

const accepting: RequestListener = (_, response) => void response.setHeader('Content-Type', 'application/json').end('{}');

/** Starts a collector; `respond` answers what has arrived. */
export async function startCollector(respond = accepting): Promise<TestCollector> {
  const received: Received[] = [];
  const { http, close } = await serve(
    speaking((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        received.push({ path: request.url ?? '', headers: request.headers, text: Buffer.concat(parts).toString() });
        respond(request, response);
      });
    }),
  );
  const messages = () => received.flatMap(({ text }) => message.parse(JSON.parse(text)).resourceSpans);
  return {
    url: http,
    received,
    spans: () => messages().flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans)),
    resource: () => messages()[0]!.resource.attributes,
    close,
  };
}

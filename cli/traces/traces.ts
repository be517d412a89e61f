/**
 * The trace of a run, from its first request until the collector has it. It is sent at the end, when every secret is known.
 *
 * @module
 */
import { randomBytes } from 'node:crypto';
import type { Contract } from '../../spec/contract.ts';
import { counted } from '../../spec/lint/words.ts';
import { readRequests, tracingIn } from '../../suites/playwright/run-file.ts';
import type { Redactor } from '../../suites/redaction/redactor.ts';
import type { Result } from '../../suites/result/result.ts';
import type { Tracing } from '../../suites/http/tracing.ts';
import { createExporter } from './exporter.ts';
import { spansOf, type TraceContext } from './spans.ts';

export interface TracedRun {
  readonly result: Result;
  readonly contract: Contract;
  readonly redactor: Redactor;
  readonly startedAt: number;
}

export interface Traces {
  /** Where the requests of this process are noted; those of the suites follow the id of the trace. */
  readonly tracing: Tracing;
  /** Sends the trace; returns what came of it, in words. Never throws. */
  send(run: TracedRun): Promise<{ readonly ok: boolean; readonly message: string }>;
}

/**
 * Begins a trace.
 *
 * @param url - of the collector
 * @param folder - the private folder of the run
 */
export function openTraces(url: string, folder: string, version: string, environment: NodeJS.ProcessEnv): Traces {
  const exporter = createExporter(url, version);
  const newId = () => randomBytes(8).toString('hex');
  const context: TraceContext = { root: newId(), ...(parentIn(environment) ?? { trace: randomBytes(16).toString('hex') }) };
  const { trace } = context;
  const { host } = new URL(url);
  return {
    tracing: tracingIn(folder, trace),
    async send({ result, contract: { operations }, redactor, startedAt }) {
      const requests = await readRequests(folder);
      const spans = spansOf({ context, result, requests, operations, startedAt, endedAt: Date.now(), redact: redactor.redact, newId });
      const problem = await exporter.send(trace, spans);
      return problem === undefined
        ? { ok: true, message: `Sent the trace ${trace} with ${counted(spans.length, 'span')} to ${host}` }
        : { ok: false, message: `the trace ${trace} did not reach the collector at ${host}: ${problem}; the verdict is not affected` };
    },
  };
}

/**
 * The trace and span that the environment continues, as CI systems set it.
 *
 * @see https://opentelemetry.io/docs/specs/otel/context/env-carriers/
 */
function parentIn({ TRACEPARENT = '' }: NodeJS.ProcessEnv): Pick<TraceContext, 'trace' | 'parent'> | undefined {
  const [, trace, parent] = /^00-(?!0{32})([\da-f]{32})-(?!0{16})([\da-f]{16})-[\da-f]{2}$/.exec(TRACEPARENT) ?? [];
  return trace === undefined ? undefined : { trace, parent };
}

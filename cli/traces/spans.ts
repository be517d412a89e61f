/**
 * The trace of a run: a span for the run, each scenario, each request, and each requirement that was judged.
 *
 * @module
 */
import type { Contract } from '../../spec/contract.ts';
import { traceparentOf, type TracedRequest } from '../../suites/http/tracing.ts';
import type { RequirementResult, Result } from '../../suites/result/result.ts';
import { requestSpan, type Failure } from './request-span.ts';

export type Attributes = { readonly [name: string]: string | number | undefined };

/** A finished span. */
export interface Span {
  /** 16 hexadecimal digits. */
  readonly id: string;
  readonly parent?: string | undefined;
  readonly kind: 'internal' | 'client';
  readonly name: string;
  /** Milliseconds since the epoch, with fractions. */
  readonly startedAt: number;
  readonly endedAt: number;
  readonly attributes: Attributes;
  /** What went wrong. */
  readonly error?: string | undefined;
  /** The ids of the spans that it is about. */
  readonly links?: readonly string[];
}

/** Where a run is in its trace. */
export interface TraceContext {
  /** 32 hexadecimal digits. */
  readonly trace: string;
  /** The id of the span of the run. */
  readonly root: string;
  /** The id of the span that the run is part of. */
  readonly parent?: string | undefined;
}

export interface SpansInput {
  readonly context: TraceContext;
  readonly result: Result;
  readonly requests: readonly TracedRequest[];
  readonly operations: Contract['operations'];
  readonly startedAt: number;
  readonly endedAt: number;
  /** Replaces the secrets in a text. */
  readonly redact: (text: string) => string;
  /** A new id of a span. */
  readonly newId: () => string;
}

/** All spans of a run, with every secret replaced. */
export function spansOf(input: SpansInput): readonly Span[] {
  const { context, result, requests, operations, startedAt, endedAt, newId } = input;
  const scenarios = scenarioSpans(requests, context.root, newId);
  const exchanges = new Map(result.exchanges.map((exchange) => [exchange.traceparent, exchange]));
  const failures = failuresOf(result);
  const byExchange = new Map<number, Span>();
  const clients = requests.map((request) => {
    const exchange = exchanges.get(traceparentOf(context.trace, request.span));
    const parent = (request.sender && scenarios.get(request.sender.scenario)?.id) ?? context.root;
    const span = requestSpan(request, { parent, operations, exchange, failure: exchange && failures.get(exchange.id) });
    if (exchange) byExchange.set(exchange.id, span);
    return span;
  });
  const judged = result.requirements
    .filter(({ outcome }) => outcome !== 'not-applicable')
    .map((requirement) => {
      const numbers = new Set(requirement.checks.flatMap((check) => check.exchanges));
      const evidence = [...numbers].flatMap((number) => byExchange.get(number) ?? []);
      return requirementSpan(requirement, evidence, { id: newId(), parent: context.root, startedAt });
    });
  const run: Span = {
    id: context.root,
    parent: context.parent,
    kind: 'internal',
    name: 'auth-conformance run',
    startedAt,
    endedAt,
    attributes: runAttributes(result),
    error: result.exit.code === 1 ? result.exit.reason : undefined,
  };
  return [run, ...scenarios.values(), ...clients, ...judged].map((span) => redacted(span, input.redact));
}

/** From the first request of each scenario to its last. */
function scenarioSpans(requests: readonly TracedRequest[], parent: string, newId: () => string): ReadonlyMap<string, Span> {
  const spans = new Map<string, Span>();
  for (const { sender, startedAt, endedAt } of requests) {
    if (!sender) continue;
    const { scenario: name } = sender;
    const known = spans.get(name);
    spans.set(name, {
      id: known?.id ?? newId(),
      parent,
      kind: 'internal',
      name,
      startedAt: Math.min(known?.startedAt ?? startedAt, startedAt),
      endedAt: Math.max(known?.endedAt ?? endedAt, endedAt),
      attributes: { 'auth_conformance.scenario': name },
    });
  }
  return spans;
}

/** What the responses that are wrong violate, by the number of their exchange. */
function failuresOf({ requirements }: Result): ReadonlyMap<number, Failure> {
  const failed = requirements.flatMap(({ id, checks }) =>
    checks.flatMap(({ outcome, excused, mismatch, reason = 'fails' }) =>
      outcome === 'fail' && !excused && typeof mismatch?.exchange === 'number'
        ? [[mismatch.exchange, { requirement: id, reason }] as const]
        : [],
    ),
  );
  // Of several, the first one.
  return new Map(failed.toReversed());
}

function requirementSpan(
  { id: name, topic, level, outcome, reason, decided, checks }: RequirementResult,
  evidence: readonly Span[],
  { id, parent, startedAt }: Pick<Span, 'id' | 'parent' | 'startedAt'>,
): Span {
  const failed = checks.filter((check) => check.outcome === 'fail' && !check.excused);
  return {
    id,
    parent,
    kind: 'internal',
    name,
    startedAt: evidence.reduce((first, span) => Math.min(first, span.startedAt), evidence[0]?.startedAt ?? startedAt),
    endedAt: evidence.reduce((last, span) => Math.max(last, span.endedAt), startedAt),
    attributes: {
      'auth_conformance.requirement': name,
      'auth_conformance.topic': topic,
      'auth_conformance.level': level,
      'auth_conformance.outcome': outcome,
      'auth_conformance.checks': checks.length,
      'auth_conformance.checks.decided': decided,
      'auth_conformance.checks.failed': failed.length,
    },
    error: failed.length > 0 ? (failed[0]!.reason ?? reason ?? 'fails') : undefined,
    links: evidence.map((span) => span.id),
  };
}

function runAttributes({ target, profile, verdict, exit, requests, document, selection }: Result): Attributes {
  return {
    'auth_conformance.target': target,
    'auth_conformance.profile': profile,
    'auth_conformance.verdict': verdict,
    'auth_conformance.exit_code': exit.code,
    'auth_conformance.requests': requests,
    'auth_conformance.document': `${document.title} ${document.version}`,
    'auth_conformance.shard': selection?.shard && `${selection.shard.index}/${selection.shard.total}`,
  };
}

function redacted(span: Span, redact: (text: string) => string): Span {
  const attributes = Object.entries(span.attributes).map(([name, value]) => [name, typeof value === 'string' ? redact(value) : value]);
  return { ...span, name: redact(span.name), attributes: Object.fromEntries(attributes), error: span.error && redact(span.error) };
}

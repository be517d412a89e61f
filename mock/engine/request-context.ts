import type { HeaderList } from '../../spec/message.ts';
import type { Cause } from './cause.ts';
import type { PreparedResponse } from '../compile/prepared.ts';
import type { Live } from '../compile/template.ts';
import type { Json } from '../../spec/contract.ts';
import type { Endpoints } from '../oauth/endpoint-context.ts';
import type { Key } from '../state/key.ts';
import type { WindowQuota } from '../state/quota.ts';
import type { CompiledOperation } from '../compile/compiled-contract.ts';
import type { MockEnvironment } from './environment.ts';
import type { MockRequest } from './request.ts';
import type { Route } from '../compile/router.ts';
import type { Option, Security } from '../compile/security.ts';

/** The environment of the gates. */
export interface GateEnvironment extends MockEnvironment {
  readonly endpoints: Endpoints;
}

/** A security alternative of the operation that the credentials satisfy, apart from scopes. */
export interface SatisfiedOption {
  readonly option: Option;
  /** The key for each demand, in the option's order. */
  readonly keys: readonly Key[];
}

/** A body that Prism must render. */
export interface Rendering {
  readonly id: string;
  readonly operation: CompiledOperation;
  readonly status: number;
  readonly type: string;
  readonly example?: string;
  readonly dynamic: boolean;
  /** Whether the client requested it with Prefer; then the operation has no effect. */
  readonly preferred: boolean;
}

/** A request with the results of the gates so far. All members are always present, which makes copies cheap. */
export interface RequestContext {
  readonly environment: GateEnvironment;
  readonly request: MockRequest;
  /** The path below the base path; undefined if the target is outside. */
  readonly path: string | undefined;
  /** The query, or the empty string. */
  readonly query: string;
  readonly route: Route<CompiledOperation> | undefined;
  /** The decoded values of the path parameters. */
  readonly values: readonly string[];
  readonly operation: CompiledOperation | undefined;
  readonly security: Security;
  /** The key whose quota is charged. */
  readonly caller: Key | undefined;
  /** The namespace of quotas and objects; the empty string is the default. */
  readonly namespace: string;
  readonly satisfied: readonly SatisfiedOption[];
  readonly quota: WindowQuota | undefined;
  /** The parsed and valid request body. */
  readonly content: Json | undefined;
  readonly rendering: Rendering | undefined;
  readonly decision: Decision | undefined;
}

/** A check of a request: returns the context with its results, and with a decision if it decides. */
export interface Gate {
  readonly name: string;
  pass(context: RequestContext): RequestContext;
}

/** A mutable context. */
export type RequestDraft = { -readonly [member in keyof RequestContext]: RequestContext[member] };

/** A copy of a context for a gate to fill in. Copied by member, because object spread costs more than all gates together. */
export function requestDraft(context: RequestContext): RequestDraft {
  return {
    environment: context.environment,
    request: context.request,
    path: context.path,
    query: context.query,
    route: context.route,
    values: context.values,
    operation: context.operation,
    security: context.security,
    caller: context.caller,
    namespace: context.namespace,
    satisfied: context.satisfied,
    quota: context.quota,
    content: context.content,
    rendering: context.rendering,
    decision: context.decision,
  };
}

/** The context with a decision. */
export function decided(context: RequestContext, decision: Decision): RequestContext {
  const draft = requestDraft(context);
  draft.decision = decision;
  return draft;
}

/** The response to a request, the gate that decided on it, and the cause. */
export interface Decision {
  readonly gate: string;
  /** The step of the OAuth endpoint that decided. */
  readonly step?: string;
  readonly outcome: 'rejected' | 'served';
  readonly cause: Cause;
  readonly prepared: PreparedResponse;
  readonly lines?: HeaderList;
  readonly live?: Live;
  /** Replaces the prepared body. */
  readonly body?: string | undefined;
  /** Whether the response has no CORS headers. */
  readonly sameOriginOnly?: boolean;
}

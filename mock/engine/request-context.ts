import type { Json } from '../../spec/contract.ts';
import type { Endpoints } from '../oauth/endpoint-context.ts';
import type { Key } from '../state/key.ts';
import type { WindowQuota } from '../state/quota.ts';
import type { CompiledOperation } from './compiled-contract.ts';
import type { Decision } from './decision.ts';
import type { MockEnvironment } from './environment.ts';
import type { MockRequest } from './request.ts';
import type { Route } from './router.ts';
import type { Option, Security } from './security.ts';

/** The environment of the gates. */
export interface GateEnvironment extends MockEnvironment {
  readonly endpoints: Endpoints;
}

/** A way to satisfy the security of an operation that the caller's credentials open, scopes aside. */
export interface SatisfiedOption {
  readonly option: Option;
  /** The key that met each demand, in the option's order. */
  readonly keys: readonly Key[];
}

/** A body that only Prism can make: what to ask it for. */
export interface Rendering {
  readonly id: string;
  readonly operation: CompiledOperation;
  readonly status: number;
  readonly type: string;
  readonly example?: string;
  readonly dynamic: boolean;
  /** Asked for by the caller: shown, and nothing is done. */
  readonly preferred: boolean;
}

/** One request on its way through the gates. All members are always there, so that all visits are of one shape and cheap to copy. */
export interface RequestContext {
  readonly environment: GateEnvironment;
  readonly request: MockRequest;
  /** The path below the base path; undefined where the target lies elsewhere. */
  readonly path: string | undefined;
  /** What follows the question mark, or the empty string. */
  readonly query: string;
  readonly route: Route<CompiledOperation> | undefined;
  /** The values of the route's path parameters, decoded. */
  readonly values: readonly string[];
  readonly operation: CompiledOperation | undefined;
  readonly security: Security;
  /** Whose quota is charged. */
  readonly caller: Key | undefined;
  /** A state of its own for those who ask for it; the empty string is everybody's. */
  readonly namespace: string;
  readonly satisfied: readonly SatisfiedOption[];
  readonly quota: WindowQuota | undefined;
  /** The request's body, parsed and valid. */
  readonly content: Json | undefined;
  readonly rendering: Rendering | undefined;
  readonly decision: Decision | undefined;
}

/** One step of the way: answers the visit with what it found out, and a decision where the way ends. */
export interface Gate {
  readonly name: string;
  pass(context: RequestContext): RequestContext;
}

/** A visit that is being written down. */
export type RequestDraft = { -readonly [member in keyof RequestContext]: RequestContext[member] };

/** A copy of a visit for a gate to fill in. Member by member: spreading an object of this size costs more than all the gates do. */
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

/** The visit, ended. */
export function decided(context: RequestContext, decision: Decision): RequestContext {
  const draft = requestDraft(context);
  draft.decision = decision;
  return draft;
}

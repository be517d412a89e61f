import type { Json } from '../../spec/contract.ts';
import type { Endpoints } from '../oauth/endpoint-context.ts';
import type { Key } from '../state/key.ts';
import type { WindowQuota } from '../state/quota.ts';
import type { CompiledOperation } from '../compile/compiled-contract.ts';
import type { Decision } from './decision.ts';
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

/** A request with the results of the gates so far. All members are always present, which makes copies cheap. */
export interface RequestContext {
  readonly environment: GateEnvironment;
  readonly request: MockRequest;
  /** The base path of the server that the target is below, or the empty string. */
  readonly basePath: string;
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
    basePath: context.basePath,
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
    decision: context.decision,
  };
}

/** The context with a decision. */
export function decided(context: RequestContext, decision: Decision): RequestContext {
  const draft = requestDraft(context);
  draft.decision = decision;
  return draft;
}

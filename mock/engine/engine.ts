import type { Json } from '../../spec/contract.ts';
import { withoutHeader } from '../../spec/message.ts';
import { writeResponse, createDates, createNumerals } from './response.ts';
import type { MockResponse, MockRequest } from './request.ts';
import { digest } from '../state/digest.ts';
import { compileRealms } from '../oauth/realm.ts';
import { createRegister } from '../oauth/management/register.ts';
import { show, succeed, successGate } from '../gates/success.ts';
import { redactPath, type Journal } from '../state/journal.ts';
import type { Cause } from './cause.ts';
import { compileContract, type CompiledContract } from '../compile/compiled-contract.ts';
import type { EngineParts } from './parts.ts';
import { prepareResponse, prepareEmpty, type PreparedResponse } from '../compile/prepared.ts';
import type { ProblemStatus } from '../compile/problem.ts';
import type { Store } from '../state/store.ts';
import type { ConsentMode } from './environment.ts';
import { decided, type Rendering, type RequestContext, type GateEnvironment } from './request-context.ts';

/** A request that has passed every gate and needs a rendered body. */
export interface Pending {
  readonly rendering: Rendering;
  readonly context: RequestContext;
}

/** Responds to requests, synchronously. */
export interface Engine {
  readonly compiled: CompiledContract;
  respond(request: MockRequest): MockResponse | Pending;
  /** Completes a pending request with the rendered body. */
  finish(pending: Pending, body: Json | undefined): MockResponse;
  /** Ignores a preference that cannot be met. */
  decline(pending: Pending): MockResponse | Pending;
  /** The error response to an invalid HTTP request or an internal error. */
  errorResponse(status: ProblemStatus, cause: Cause, request: MockRequest): MockResponse;
}

/** State that outlives an engine. */
export interface EngineState {
  readonly store: Store;
  readonly journal: Journal;
  readonly seed: string;
  readonly explain: boolean;
  readonly consent: ConsentMode;
}

/** Whether a result is a response. */
export function isResponse(result: MockResponse | Pending): result is MockResponse {
  return 'status' in result;
}

/** Creates an engine from parts and state. */
export function createEngine(parts: EngineParts, state: EngineState): Engine {
  const { gates, oauth, finish, contract } = parts;
  const compiled = compileContract(contract);
  const { store, journal, seed, explain, consent } = state;
  const renditions = new Map<string, PreparedResponse>();
  const environment: GateEnvironment = {
    compiled,
    store,
    seed,
    renditions,
    realms: compileRealms(contract),
    register: createRegister(contract, seed),
    endpoints: oauth,
    limiter: parts.limiter ?? contract.rateLimit.window,
    consent,
  };
  const dateOf = createDates();
  const idOf = createNumerals(`req_${digest(`${seed}/request`).slice(0, 8)}`);

  const begun = (request: MockRequest): RequestContext => ({
    environment,
    request,
    path: undefined,
    query: '',
    route: undefined,
    values: [],
    operation: undefined,
    security: compiled.fallback,
    caller: undefined,
    namespace: '',
    satisfied: [],
    quota: undefined,
    content: undefined,
    rendering: undefined,
    decision: undefined,
  });

  const ended = (context: RequestContext): MockResponse => {
    const { request, decision, operation, caller, quota, namespace, route } = context;
    if (decision === undefined) throw new Error('engine: no gate decided on the request');
    const requestId = idOf(store.next('request'));
    const response = writeResponse(context, decision, { date: dateOf(request.at), requestId, explain });
    const final = finish.length === 0 ? response : finish.reduce((current, change) => change(current, context), response);
    journal.write({
      at: request.at,
      id: requestId,
      method: request.method,
      path: route === undefined ? redactPath(context.path ?? request.target.split('?', 1)[0]!) : route.path,
      status: final.status,
      gate: decision.gate,
      outcome: decision.outcome,
      cause: decision.cause,
      step: decision.step,
      operation: operation?.operation.id,
      principal: caller?.name,
      namespace: namespace === '' ? undefined : namespace,
      window: quota?.window,
    });
    return final;
  };

  const errorResponse = (status: ProblemStatus, cause: Cause, request: MockRequest): MockResponse =>
    ended(decided(begun(request), { gate: 'engine', outcome: 'rejected', cause, prepared: compiled.problems[status] }));

  const settled = (context: RequestContext): MockResponse | Pending =>
    context.rendering === undefined || context.decision !== undefined ? ended(context) : { rendering: context.rendering, context };

  return {
    compiled,
    errorResponse,
    respond(request) {
      let context = begun(request);
      for (const gate of gates) {
        context = gate.pass(context);
        if (context.decision !== undefined) return ended(context);
      }
      return settled(context);
    },
    decline({ context }) {
      const request = { ...context.request, headers: withoutHeader(context.request.headers, 'Prefer') };
      return settled(successGate.pass({ ...context, request, rendering: undefined }));
    },
    finish({ rendering, context }, body) {
      const { operation, status, type, dynamic, id } = rendering;
      const { operation: documented } = operation;
      const response = documented.responses.find((candidate) => candidate.status === status) ?? documented.success;
      const preparation = { status, headers: response.headers, live: compiled.quotaPlaces.names, marks: operation.marks };
      const prepared = body === undefined ? prepareEmpty(preparation) : prepareResponse(preparation, type, body);
      if (!dynamic) renditions.set(id, prepared);
      const passed = { ...context, rendering: undefined };
      return ended(rendering.preferred ? show(passed, operation, prepared) : succeed(passed, operation, prepared));
    },
  };
}

import { writeResponse, createDates, createNumerals } from './response.ts';
import type { MockResponse, MockRequest } from './request.ts';
import { digest } from '../state/digest.ts';
import { compileRealms } from '../oauth/realm.ts';
import { createRegister } from '../oauth/management/register.ts';
import { routeGate } from '../gates/route.ts';
import { redactPath, type Journal } from '../state/journal.ts';
import type { Cause } from './cause.ts';
import { compileContract, type CompiledContract } from '../compile/compiled-contract.ts';
import type { EngineParts } from './parts.ts';
import type { ProblemStatus } from '../compile/problem.ts';
import type { ScriptedAnswer } from '../script/script.ts';
import type { Store } from '../state/store.ts';
import { scriptedDecision, withScriptedHeaders } from '../script/scripted.ts';
import type { OwnCredentials } from '../state/own.ts';
import type { AcceptMode, ConsentMode, PlainMode } from './environment.ts';
import { decided, type RequestContext, type GateEnvironment } from './request-context.ts';

/** Responds to requests, synchronously. */
export interface Engine {
  readonly compiled: CompiledContract;
  respond(request: MockRequest): MockResponse;
  /** The error response to an invalid HTTP request or an internal error. */
  errorResponse(status: ProblemStatus, cause: Cause, request: MockRequest): MockResponse;
  /** The operation that a request is for, if there is one. */
  operationOf(request: MockRequest): string | undefined;
  /** The answer of a script; undefined if it leaves the response to the mock. */
  scripted(request: MockRequest, answer: ScriptedAnswer): MockResponse | undefined;
}

/** State that outlives an engine. */
export interface EngineState {
  readonly store: Store;
  readonly journal: Journal;
  readonly seed: string;
  readonly explain: boolean;
  readonly consent: ConsentMode;
  readonly origins: readonly string[];
  readonly accept: AcceptMode;
  readonly plain: PlainMode;
  /** Own ids and secrets of OAuth clients, by name. */
  readonly ownClients: OwnCredentials['clients'];
}

/** Creates an engine from parts and state. */
export function createEngine(parts: EngineParts, state: EngineState): Engine {
  const { gates, oauth, finish, contract } = parts;
  const compiled = compileContract(contract);
  const { store, journal, seed, explain, consent, origins, accept, plain, ownClients } = state;
  const environment: GateEnvironment = {
    compiled,
    store,
    seed,
    realms: compileRealms(contract),
    register: createRegister(contract, seed, ownClients),
    endpoints: oauth,
    limiter: parts.limiter ?? contract.rateLimit.window,
    consent,
    origins,
    accept,
    plain,
  };
  const dateOf = createDates();
  const idOf = createNumerals(`req_${digest(`${seed}/request`).slice(0, 8)}`);

  const begun = (request: MockRequest): RequestContext => ({
    environment,
    request,
    basePath: '',
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
    decision: undefined,
  });

  const ended = (context: RequestContext): MockResponse => {
    const { request, decision, operation, caller, quota, namespace, route } = context;
    if (decision === undefined) throw new Error('engine: no gate decided on the request');
    const number = store.next('request');
    const response = writeResponse(context, decision, { date: dateOf(request.at), requestId: idOf(number), explain });
    const final = finish.length === 0 ? response : finish.reduce((current, change) => change(current, context), response);
    journal.write({
      at: request.at,
      number,
      idOf,
      method: request.method.slice(0, 40),
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
    ended(
      decided(begun(request), {
        gate: 'engine',
        outcome: 'rejected',
        cause,
        prepared: compiled.problems[status],
        ...(status === 503 && { lines: ['Retry-After', '1'] }),
      }),
    );

  return {
    compiled,
    errorResponse,
    operationOf: (request) => routeGate.pass(begun(request)).operation?.operation.id,
    scripted(request, answer) {
      const context = routeGate.pass(begun(request));
      const decision = scriptedDecision(context, answer);
      return decision && withScriptedHeaders(ended(decided(context, decision)), answer);
    },
    respond(request) {
      let context = begun(request);
      for (const gate of gates) {
        context = gate.pass(context);
        if (context.decision !== undefined) break;
      }
      return ended(context);
    },
  };
}

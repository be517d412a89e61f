import { headerValue, withoutHeader, type HeaderList } from '../../spec/message.ts';
import type { CompiledContract, CompiledOperation } from '../compile/compiled-contract.ts';
import { prepareEmpty, prepareRejection, prepareResponse, type PreparedResponse } from '../compile/prepared.ts';
import { challengeLines } from '../gates/challenge.ts';
import type { ScriptedAnswer } from './script.ts';
import type { Decision } from '../engine/decision.ts';
import type { MockResponse } from '../engine/request.ts';
import type { RequestContext } from '../engine/request-context.ts';

const linesOf = ({ headers = {} }: ScriptedAnswer): HeaderList => Object.entries(headers).flat();

/** The decision of a scripted answer with a status; a preflight is left to the mock, as no client sends it on purpose. */
export function scriptedDecision(context: RequestContext, answer: ScriptedAnswer): Decision | undefined {
  const { environment, operation, security } = context;
  const { status, headers } = answer;
  if (status === undefined || context.decision !== undefined) return undefined;
  const prepared = preparedFor(environment.compiled, operation, answer);
  const retryAfter = headerValue(linesOf(answer), 'Retry-After') ?? '1';
  const named = environment.compiled.quotaPlaces.retryAfter;
  return {
    gate: 'script',
    outcome: status < 400 ? 'served' : 'rejected',
    cause: { code: 'scripted' },
    prepared,
    live: { retryAfter: /^\d+$/.test(retryAfter) ? retryAfter : '1' },
    lines: [
      ...(status === 401 ? challengeLines(context, security.challenges) : []),
      ...(prepared === operation?.limited && headers === undefined ? named.flatMap((name) => [name, '1']) : []),
    ],
  };
}

/** The given body, or else the documented one of the status. */
function preparedFor(compiled: CompiledContract, operation: CompiledOperation | undefined, answer: ScriptedAnswer): PreparedResponse {
  const { body } = answer;
  const status = answer.status!;
  const live = compiled.quotaPlaces.names;
  if (body !== undefined) {
    const type = headerValue(linesOf(answer), 'Content-Type') ?? (typeof body === 'string' ? 'text/plain' : 'application/json');
    return prepareResponse({ status, headers: [], live, marks: [] }, type, body);
  }
  const own = operation && [operation.limited, operation.unauthorized, operation.forbidden].find((prepared) => prepared.status === status);
  if (own) return own;
  const success = operation?.successes[0]?.prepared;
  if (success?.status === status) return success;
  const documented = operation?.operation.responses.find((response) => response.documented && response.status === status);
  if (documented) return prepareRejection(documented, live, []);
  const problems = Object.values((operation ?? compiled).problems);
  return problems.find((problem) => problem.status === status) ?? prepareEmpty({ status, headers: [], live });
}

/** A response with the headers of a scripted answer in place of its own. */
export function withScriptedHeaders(response: MockResponse, answer: ScriptedAnswer): MockResponse {
  const names = Object.keys(answer.headers ?? {});
  const others = names.reduce((headers, name) => withoutHeader(headers, name), response.headers);
  return names.length === 0 ? response : { ...response, headers: [...others, ...linesOf(answer)] };
}

import { itemExists } from '../state/resources.ts';
import type { Cause } from '../engine/cause.ts';
import { decided, type Gate, type RequestContext } from '../engine/request-context.ts';
import { allowedMethods } from './route.ts';
import { prepareEmpty } from '../compile/prepared.ts';

const empty = prepareEmpty({ status: 204, headers: [], live: new Set() });

function missing(context: RequestContext, cause: Cause): RequestContext {
  const problems = context.operation?.problems ?? context.environment.compiled.problems;
  return decided(context, { gate: 'existence', outcome: 'rejected', cause, prepared: problems[404] });
}

/** Rejects paths, methods and objects that do not exist. */
export const existenceGate: Gate = {
  name: 'existence',
  pass(context) {
    const { route, operation, request, environment } = context;
    if (route === undefined) return missing(context, { code: 'no-such-path' });
    if (operation !== undefined)
      return itemExists(context) ? context : missing(context, { code: 'no-such-object', collection: operation.role!.collection.path });
    const lines = ['Allow', allowedMethods(route)];
    if (request.method === 'OPTIONS') {
      return decided(context, { gate: 'existence', outcome: 'served', cause: { code: 'options' }, prepared: empty, lines });
    }
    if (!environment.compiled.methods.has(request.method)) {
      return decided(context, {
        gate: 'existence',
        outcome: 'rejected',
        cause: { code: 'unknown-method' },
        prepared: environment.compiled.problems[501],
      });
    }
    return decided(context, {
      gate: 'existence',
      outcome: 'rejected',
      cause: { code: 'no-such-method' },
      prepared: environment.compiled.problems[405],
      lines,
    });
  },
};

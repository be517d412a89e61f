import { itemExists } from '../state/resources.ts';
import { decided, type Gate, type Visit } from '../engine/visit.ts';
import { allowedMethods } from './route.ts';
import { prepareEmpty } from '../engine/prepared.ts';

const empty = prepareEmpty({ status: 204, headers: [], live: new Set() });

function missing(visit: Visit, why: string): Visit {
  const problems = visit.operation?.problems ?? visit.around.law.problems;
  return decided(visit, { gate: 'existence', outcome: 'refused', why, prepared: problems[404] });
}

/** Refuses paths, methods and objects that do not exist. */
export const existence: Gate = {
  name: 'existence',
  pass(visit) {
    const { route, operation, arrival, around } = visit;
    if (route === undefined) return missing(visit, 'no such path');
    if (operation !== undefined) return itemExists(visit) ? visit : missing(visit, `no such object of ${operation.role!.collection.path}`);
    const lines = ['Allow', allowedMethods(route)];
    if (arrival.method === 'OPTIONS') {
      return decided(visit, { gate: 'existence', outcome: 'served', why: 'OPTIONS', prepared: empty, lines });
    }
    if (!around.law.methods.has(arrival.method)) {
      return decided(visit, { gate: 'existence', outcome: 'refused', why: 'an unknown method', prepared: around.law.problems[501] });
    }
    return decided(visit, { gate: 'existence', outcome: 'refused', why: 'no such method', prepared: around.law.problems[405], lines });
  },
};

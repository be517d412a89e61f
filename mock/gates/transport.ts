import { decided, type Gate } from '../engine/visit.ts';

/** Refuses plain HTTP before anything else is looked at, where the document knows HTTPS alone. */
export const transport: Gate = {
  name: 'transport',
  pass(visit) {
    const { law } = visit.around;
    if (visit.arrival.secure || !law.contract.secureOnly) return visit;
    return decided(visit, { gate: 'transport', outcome: 'refused', why: 'plain HTTP', prepared: law.insecure });
  },
};

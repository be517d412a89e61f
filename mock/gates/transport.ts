import { decided, type Gate } from '../engine/request-context.ts';

/** Rejects plain HTTP if the document has only HTTPS servers. */
export const transportGate: Gate = {
  name: 'transport',
  pass(context) {
    const { compiled, plain } = context.environment;
    if (context.request.secure || !compiled.contract.secureOnly || plain === 'served') return context;
    return decided(context, { gate: 'transport', outcome: 'rejected', cause: { code: 'plain-http' }, prepared: compiled.insecure });
  },
};

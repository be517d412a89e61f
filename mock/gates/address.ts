import { addressIn } from '../../spec/address.ts';
import { decided, type Gate } from '../engine/request-context.ts';

/** Rejects callers outside the allowlist of their credentials. Forwarding headers are ignored. */
export const addressGate: Gate = {
  name: 'address',
  pass(context) {
    const outside = context.satisfied[0]?.keys.find(({ ranges }) => ranges !== undefined && !addressIn(ranges, context.request.peer));
    if (outside === undefined) return context;
    const { ipBlocked } = context.environment.compiled;
    return decided(context, {
      gate: 'address',
      outcome: 'rejected',
      cause: { code: 'address-not-allowed', holder: outside.name },
      prepared: ipBlocked,
    });
  },
};

import { challengeLines } from './challenge.ts';
import { decided, type Gate, type SatisfiedOption } from '../engine/request-context.ts';

/** Whether the keys have every scope that the option requires, directly or by implication. */
export function hasScopes({ option, keys }: SatisfiedOption): boolean {
  for (let index = 0; index < keys.length; index += 1) {
    const { scopes: held } = keys[index]!;
    for (const holders of option.demands[index]!.meets) if (!held.some((scope) => holders.has(scope))) return false;
  }
  return true;
}

/** Rejects callers whose scopes satisfy no alternative. */
export const scopesGate: Gate = {
  name: 'scopes',
  pass(context) {
    const { satisfied, security, operation } = context;
    const [first] = satisfied;
    if (first === undefined || operation === undefined || security.anonymous || satisfied.some(hasScopes)) return context;
    const { challenges, scope } = first.option;
    return decided(context, {
      gate: 'scopes',
      outcome: 'rejected',
      cause: { code: 'missing-scope', principal: context.caller!.name, operation: operation.operation.id },
      prepared: operation.forbidden,
      lines: challengeLines(context, challenges, { error: 'insufficient_scope', scope }),
    });
  },
};

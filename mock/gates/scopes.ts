import { decided, type Gate, type Standing } from '../engine/visit.ts';

/** Whether the keys hold every scope that the option asks for, as granted or by implication. */
export function suffices({ option, keys }: Standing): boolean {
  for (let index = 0; index < keys.length; index += 1) {
    const { scopes: held } = keys[index]!;
    for (const holders of option.demands[index]!.meets) if (!held.some((scope) => holders.has(scope))) return false;
  }
  return true;
}

/** Refuses callers whose scopes meet none of the alternatives. */
export const scopes: Gate = {
  name: 'scopes',
  pass(visit) {
    const { standings, security, operation } = visit;
    const [first] = standings;
    if (first === undefined || operation === undefined || security.anonymous || standings.some(suffices)) return visit;
    return decided(visit, {
      gate: 'scopes',
      outcome: 'refused',
      why: `${visit.caller!.name} lacks a scope of ${operation.operation.id}`,
      prepared: operation.forbidden,
      lines: first.option.challenge,
    });
  },
};

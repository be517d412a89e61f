import { unknownSecret, withSecret } from '../../principals/credentials.ts';
import { simplestOperation } from '../../http/request.ts';
import { principalNamed, missingPrincipalFor, operationOf, type Scenario } from '../../engine/scenario.ts';

/** Each with the number of pieces: more than there are bytes is a byte at a time. */
const cuts: { readonly [variant: string]: { readonly pieces: number; readonly known: boolean } } = {
  'two-pieces': { pieces: 2, known: true },
  'single-bytes': { pieces: 100_000, known: true },
  'unknown-in-two-pieces': { pieces: 2, known: false },
};

export const splitRequests: Scenario = {
  name: 'split-requests',
  description: 'Writes a request to the connection in two pieces and byte by byte, with a good credential and with an unknown one.',
  cases: ({ contract, principals }) => {
    const operation = simplestOperation(contract);
    if (!operation) return [];
    const blocked = principals.able(operation).length === 0 && { blocked: missingPrincipalFor(operation)! };
    return Object.keys(cuts).map((variant) => ({ operation: operation.id, variant, cost: 1, ...blocked }));
  },
  async play(context, cases) {
    const operation = operationOf(context.contract, cases[0]?.operation);
    const good = context.principals.caller(principalNamed(context.principals, context.principals.able(operation)[0]?.name), operation);
    if (!context.target.wire) {
      const why = 'there is no wire to this target';
      for (const testCase of cases) context.observe(testCase, { controls: [], probes: [], undecided: { why, outcome: 'not-applicable' } });
      return;
    }
    const control = await context.send(operation, { role: 'control', caller: good });
    for (const shot of cases) {
      const { pieces, known } = cuts[shot.variant!]!;
      const caller = known ? good : withSecret(good, 'unknown', (_, scheme) => unknownSecret(scheme));
      const probe = await context.send(operation, { caller, alter: (call) => ({ ...call, level: 'raw', pieces }) });
      context.observe(shot, { controls: [control], probes: [probe] });
    }
  },
};

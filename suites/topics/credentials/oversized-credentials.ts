import { withSecret } from '../../principals/credentials.ts';
import { simplestOperation } from '../../http/request.ts';
import { holderOf, missingPrincipalFor, operationOf, takes, type Scenario } from '../../engine/scenario.ts';

/** What travels in a field. */
const inFields = ['bearer', 'basic', 'header'] as const;

/** Lengths of a credential, in bytes. */
const lengths: { readonly [variant: string]: number } = { '8-kib': 8_192, '16-kib': 16_384, '64-kib': 65_536 };

export const oversizedCredentials: Scenario = {
  name: 'oversized-credentials',
  description: 'Sends credentials that are far longer than any.',
  cases: ({ contract, principals }) => {
    const operation = simplestOperation(contract);
    if (!operation || !takes(contract, operation, inFields)) return [];
    const blocked = !holderOf(principals, operation, inFields) && { blocked: missingPrincipalFor(operation)! };
    return Object.keys(lengths).map((variant) => ({ operation: operation.id, variant, cost: 1, ...blocked }));
  },
  async play(context, cases) {
    const operation = operationOf(context.contract, cases[0]?.operation);
    const { caller: good } = holderOf(context.principals, operation, inFields)!;
    const control = await context.send(operation, { role: 'control', caller: good });
    for (const testCase of cases) {
      const length = lengths[testCase.variant!]!;
      const caller = withSecret(good, 'unknown', (_, { kind }) => (kind === 'basic' ? 'long:' : '') + 'long'.repeat(length / 4));
      const probe = await context.send(operation, { caller, alter: (call) => ({ ...call, level: 'raw' }) });
      context.observe(testCase, { controls: [control], probes: [probe] });
    }
  },
};

import { withSecret } from '../../principals/credentials.ts';
import type { CallProbes, Case } from '../../engine/evidence.ts';
import { holderOf, missingPrincipalFor, operationOf, takes, type Scenario } from '../../engine/scenario.ts';

/** The schemes whose credentials have a header. */
const inHeaders = ['bearer', 'basic', 'header'] as const;

const lengthsKib = [8, 16, 64] as const;

export interface OversizedCase extends Case {
  readonly lengthKib: (typeof lengthsKib)[number];
}

export const oversizedCredentials: Scenario<OversizedCase, CallProbes> = {
  name: 'oversized-credentials',
  description: 'Sends credentials that are far longer than any real one.',
  cases: ({ contract, principals }) => {
    const operation = principals.probe;
    if (!operation || !takes(contract, operation, inHeaders)) return [];
    const blocked = !holderOf(principals, operation, inHeaders) && { blocked: missingPrincipalFor(operation)! };
    return lengthsKib.map((lengthKib) => ({
      operation: operation.id,
      lengthKib,
      label: `${lengthKib}-kib`,
      words: `a credential of ${lengthKib} KiB`,
      cost: 1,
      ...blocked,
    }));
  },
  async play(context, cases) {
    const operation = operationOf(context.contract, cases[0]?.operation);
    const { caller: valid } = holderOf(context.principals, operation, inHeaders)!;
    const control = await context.send(operation, { role: 'control', caller: valid });
    for (const testCase of cases) {
      const repeats = (testCase.lengthKib * 1024) / 4;
      const caller = withSecret(valid, 'unknown', (secret, { kind }) =>
        kind === 'certificate' ? secret : (kind === 'basic' ? 'long:' : '') + 'long'.repeat(repeats),
      );
      const call = await context.send(operation, { caller, alter: (usual) => ({ ...usual, level: 'raw' }) });
      context.observe(testCase, { controls: [control], probes: { call } });
    }
  },
};

import type { CallProbes, Case } from '../../engine/evidence.ts';
import { unknownSecret, withSecret } from '../../principals/credentials.ts';
import { principalNamed, missingPrincipalFor, operationOf, type Scenario } from '../../engine/scenario.ts';

interface Split {
  /** More pieces than there are bytes: one byte at a time. */
  readonly pieces: number;
  /** Whether the credential is valid, or unknown. */
  readonly valid: boolean;
}

interface SplitRequestCase extends Case, Split {}

const splits: readonly (Split & { readonly label: string; readonly words: string })[] = [
  { label: 'two-pieces', words: 'a valid credential, the request in two pieces', pieces: 2, valid: true },
  { label: 'single-bytes', words: 'a valid credential, the request byte by byte', pieces: 100_000, valid: true },
  { label: 'unknown-in-two-pieces', words: 'a credential that was never issued, the request in two pieces', pieces: 2, valid: false },
];

export const splitRequests: Scenario<SplitRequestCase, CallProbes> = {
  name: 'split-requests',
  description: 'Writes a request to the connection in two pieces and byte by byte, with a valid credential and with an unknown one.',
  cases: ({ principals }) => {
    const operation = principals.probe;
    if (!operation) return [];
    const blocked = principals.able(operation).length === 0 && { blocked: missingPrincipalFor(operation)! };
    return splits.map((split) => ({ operation: operation.id, ...split, cost: 1, ...blocked }));
  },
  async play(context, cases) {
    const operation = operationOf(context.contract, cases[0]?.operation);
    const caller = context.principals.caller(principalNamed(context.principals, context.principals.able(operation)[0]?.name), operation);
    if (!context.target.wire) {
      for (const testCase of cases) context.undecided(testCase, { outcome: 'not-applicable', cause: { code: 'no-raw-connection' } });
      return;
    }
    const control = await context.send(operation, { role: 'control', caller });
    for (const testCase of cases) {
      const { pieces, valid } = testCase;
      const call = await context.send(operation, {
        caller: valid ? caller : withSecret(caller, 'unknown', (secret, scheme) => unknownSecret(scheme, secret)),
        alter: (request) => ({ ...request, level: 'raw', pieces }),
      });
      context.observe(testCase, { controls: [control], probes: { call } });
    }
  },
};

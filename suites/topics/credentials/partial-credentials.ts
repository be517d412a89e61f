import type { Operation } from '../../../spec/contract.ts';
import { unknownSecret } from '../../principals/credentials.ts';
import type { Caller, Principals } from '../../principals/principals.ts';
import { createTestResources } from '../../principals/test-resources.ts';
import { readingOf } from '../reading.ts';
import { operationOf, type PlannedCase, type Scenario } from '../../engine/scenario.ts';

/** Variants: `without SCHEME`, and `unknown SCHEME` where that credential is one that was never issued; the others are good. */
export const partialCredentials: Scenario = {
  name: 'partial-credentials',
  description: 'Calls safe operations that ask for several credentials at once with one of them left out, and with one of them unknown.',
  cases: ({ contract, principals }) =>
    contract.operations
      .filter(({ safe, public: open }) => safe && !open)
      .flatMap((operation) =>
        neededOf(principals, operation).flatMap((scheme): readonly PlannedCase[] =>
          ['without', 'unknown'].map((word) => ({ operation: operation.id, variant: `${word} ${scheme}`, cost: 2 })),
        ),
      ),
  async play(context, cases) {
    const things = createTestResources(context);
    for (const testCase of cases) {
      const operation = operationOf(context.contract, testCase.operation);
      const { caller, bindings } = await readingOf(context, things, operation);
      const probe = await context.send(operation, { caller: lessened(caller, testCase.variant!), bindings });
      const control = await context.send(operation, { role: 'control', caller, bindings });
      context.observe(testCase, { controls: [control], probes: [probe] });
    }
  },
};

/** The schemes of a caller's credentials without which no other alternative lets it in. */
function neededOf(principals: Principals, operation: Operation): readonly string[] {
  const [principal] = principals.able(operation);
  const held = principal ? principals.caller(principal, operation).credentials.map(({ scheme }) => scheme.name) : [];
  if (held.length < 2) return [];
  const opens = (schemes: readonly string[]) =>
    operation.security.some(({ requirements }) => requirements.every(({ scheme }) => schemes.includes(scheme)));
  return held.filter((name) => !opens(held.filter((other) => other !== name)));
}

function lessened(caller: Caller, variant: string): Caller {
  const [word, name] = variant.split(' ');
  const credentials = caller.credentials.flatMap((credential) => {
    if (credential.scheme.name !== name) return [credential];
    return word === 'without' ? [] : [{ ...credential, secret: unknownSecret(credential.scheme) }];
  });
  return { ...caller, name: `${caller.name}:${word}`, credentials };
}

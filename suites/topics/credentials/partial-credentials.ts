import type { Operation } from '../../../spec/contract.ts';
import { unknownSecret } from '../../principals/credentials.ts';
import type { Caller, Principals } from '../../principals/principals.ts';
import { createTestResources } from '../../principals/test-resources.ts';
import type { CallProbes, Case } from '../../engine/evidence.ts';
import { prepareReading } from '../reading.ts';
import { operationOf, type Planned, type Scenario } from '../../engine/scenario.ts';

/** All credentials are valid but that of `scheme`, which is left out or was never issued. */
export interface PartialCase extends Case {
  readonly kind: 'without' | 'unknown';
  readonly scheme: string;
}

const wordsOf = ({ kind, scheme }: Pick<PartialCase, 'kind' | 'scheme'>) =>
  kind === 'without' ? `without the credential of ${scheme}` : `with a credential of ${scheme} that was never issued`;

export const partialCredentials: Scenario<PartialCase, CallProbes> = {
  name: 'partial-credentials',
  description: 'Calls safe operations that need several credentials at once, with one of them left out, and with one of them unknown.',
  cases: ({ contract, principals }) =>
    contract.operations
      .filter(({ safe, public: open }) => safe && !open)
      .flatMap((operation) =>
        neededSchemes(principals, operation).flatMap((scheme): readonly Planned<PartialCase>[] =>
          (['without', 'unknown'] as const).map((kind) => ({
            operation: operation.id,
            kind,
            scheme,
            label: `${kind} ${scheme}`,
            words: wordsOf({ kind, scheme }),
            cost: 2,
          })),
        ),
      ),
  async play(context, cases) {
    const resources = createTestResources(context);
    for (const testCase of cases) {
      const operation = operationOf(context.contract, testCase.operation);
      const { caller, bindings } = await prepareReading(context, resources, operation);
      const call = await context.send(operation, { caller: partialCaller(caller, testCase), bindings });
      const control = await context.send(operation, { role: 'control', caller, bindings });
      context.observe(testCase, { controls: [control], probes: { call } });
    }
  },
};

/** The schemes of a caller's credentials without which the operation rejects it. */
function neededSchemes(principals: Principals, operation: Operation): readonly string[] {
  const [principal] = principals.able(operation);
  const held = principal ? principals.caller(principal, operation).credentials.map(({ scheme }) => scheme.name) : [];
  if (held.length < 2) return [];
  const accepts = (schemes: readonly string[]) =>
    operation.security.some(({ requirements }) => requirements.every(({ scheme }) => schemes.includes(scheme)));
  return held.filter((name) => !accepts(held.filter((other) => other !== name)));
}

function partialCaller(caller: Caller, { kind, scheme }: PartialCase): Caller {
  const credentials = caller.credentials.flatMap((credential) => {
    if (credential.scheme.name !== scheme) return [credential];
    return kind === 'without' ? [] : [{ ...credential, secret: unknownSecret(credential.scheme, credential.secret) }];
  });
  return { ...caller, name: `${caller.name}:${kind}`, credentials };
}

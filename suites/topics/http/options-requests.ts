import type { Case, Evidence, NamedProbes } from '../../engine/evidence.ts';
import { createTestResources } from '../../principals/test-resources.ts';
import { byMethod, declaredAt, readers, prepareReading } from '../reading.ts';
import { missingPrincipalFor, operationOf, type Scenario } from '../../engine/scenario.ts';

interface OptionsProbes extends NamedProbes {
  readonly options: Evidence;
}

export const optionsRequests: Scenario<Case, OptionsProbes> = {
  name: 'options-requests',
  description: 'Sends OPTIONS without a credential to every secured operation that is read with GET, and GET with a valid one.',
  cases: ({ contract, principals }) =>
    readers(contract)
      .filter(({ path }) => !declaredAt(contract, path).has('OPTIONS'))
      .map((operation) => ({
        operation: operation.id,
        cost: 2,
        ...(principals.able(operation).length === 0 && { blocked: missingPrincipalFor(operation)! }),
      })),
  async play(context, cases) {
    const resources = createTestResources(context);
    for (const testCase of cases) {
      const operation = operationOf(context.contract, testCase.operation);
      const { caller, bindings } = await prepareReading(context, resources, operation);
      const options = await context.send(operation, { bindings, alter: (call) => byMethod(call, 'OPTIONS') });
      const control = await context.send(operation, { role: 'control', caller, bindings });
      context.observe(testCase, { controls: [control], probes: { options } });
    }
  },
};

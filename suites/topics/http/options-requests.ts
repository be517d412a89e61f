import { createTestResources } from '../../principals/test-resources.ts';
import { byMethod, declaredAt, readers, readingOf } from '../reading.ts';
import { missingPrincipalFor, operationOf, type Scenario } from '../../engine/scenario.ts';

export const optionsRequests: Scenario = {
  name: 'options-requests',
  description: 'Sends OPTIONS without a credential to every secured operation that is read with GET, and reads it with a good one.',
  cases: ({ contract, principals }) =>
    readers(contract)
      .filter(({ path }) => !declaredAt(contract, path).has('OPTIONS'))
      .map((operation) => ({
        operation: operation.id,
        cost: 2,
        ...(principals.able(operation).length === 0 && { blocked: missingPrincipalFor(operation)! }),
      })),
  async play(context, cases) {
    const things = createTestResources(context);
    for (const testCase of cases) {
      const operation = operationOf(context.contract, testCase.operation);
      const { caller, bindings } = await readingOf(context, things, operation);
      const probe = await context.send(operation, { bindings, alter: (call) => byMethod(call, 'OPTIONS') });
      const control = await context.send(operation, { role: 'control', caller, bindings });
      context.observe(testCase, { controls: [control], probes: [probe] });
    }
  },
};

import type { Evidence } from '../../engine/evidence.ts';
import { createTestResources } from '../../principals/test-resources.ts';
import { byMethod, declaredAt, readers, readingOf } from '../reading.ts';
import { missingPrincipalFor, operationOf, type PlannedCase, type Scenario } from '../../engine/scenario.ts';

/** Variants: `missing`, without a credential; `live`, with a good one. Probes: HEAD, then GET. The control of `live` is a GET before. */
export const headRequests: Scenario = {
  name: 'head-requests',
  description: 'Sends HEAD to every secured operation that is read with GET, without a credential and with a good one, and GET alike.',
  cases: ({ contract, principals }) =>
    readers(contract)
      .filter(({ path }) => !declaredAt(contract, path).has('HEAD'))
      .flatMap((operation): readonly PlannedCase[] => {
        const blocked = principals.able(operation).length === 0 && { blocked: missingPrincipalFor(operation)! };
        return [
          { operation: operation.id, variant: 'missing', cost: 3, ...blocked },
          { operation: operation.id, variant: 'live', cost: 2, ...blocked },
        ];
      }),
  async play(context, cases) {
    const things = createTestResources(context);
    const controls = new Map<string, Evidence>();
    for (const testCase of cases) {
      const operation = operationOf(context.contract, testCase.operation);
      const { caller, bindings } = await readingOf(context, things, operation);
      const control = controls.get(operation.id) ?? (await context.send(operation, { role: 'control', caller, bindings }));
      controls.set(operation.id, control);
      const as = testCase.variant === 'live' ? { caller, bindings } : { bindings };
      const head = await context.send(operation, { ...as, alter: (call) => byMethod(call, 'HEAD', 'raw') });
      const get = await context.send(operation, as);
      context.observe(testCase, { controls: [control], probes: [head, get] });
    }
  },
};

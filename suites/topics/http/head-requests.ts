import type { Case, Evidence, NamedProbes } from '../../engine/evidence.ts';
import { createTestResources } from '../../principals/test-resources.ts';
import { byMethod, declaredAt, readers, prepareReading } from '../reading.ts';
import { missingPrincipalFor, operationOf, type Planned, type Scenario } from '../../engine/scenario.ts';

interface HeadCase extends Case {
  /** Without a credential, or with a valid one. */
  readonly kind: 'missing' | 'live';
}

interface HeadProbes extends NamedProbes {
  readonly head: Evidence;
  readonly get: Evidence;
}

/** The control of `live` is a GET before. */
export const headRequests: Scenario<HeadCase, HeadProbes> = {
  name: 'head-requests',
  description: 'Sends HEAD and GET to every secured operation that is read with GET, without a credential and with a valid one.',
  cases: ({ contract, principals }) =>
    readers(contract)
      .filter(({ path }) => !declaredAt(contract, path).has('HEAD'))
      .flatMap((operation): readonly Planned<HeadCase>[] => {
        const blocked = principals.able(operation).length === 0 && { blocked: missingPrincipalFor(operation)! };
        const { id, body } = operation;
        const missing = {
          operation: id,
          label: 'missing',
          words: 'HEAD without a credential',
          kind: 'missing',
          cost: 3,
          ...blocked,
        } as const;
        const live = { operation: id, label: 'live', words: 'HEAD with a valid credential', kind: 'live', cost: 2, ...blocked } as const;
        // A HEAD has no content, so nothing says what it gets where GET needs some.
        return body?.required === true ? [missing] : [missing, live];
      }),
  async play(context, cases) {
    const resources = createTestResources(context);
    const controls = new Map<string, Evidence>();
    for (const testCase of cases) {
      const operation = operationOf(context.contract, testCase.operation);
      const { caller, bindings } = await prepareReading(context, resources, operation);
      const control = controls.get(operation.id) ?? (await context.send(operation, { role: 'control', caller, bindings }));
      controls.set(operation.id, control);
      const as = testCase.kind === 'live' ? { caller, bindings } : { bindings };
      const head = await context.send(operation, { ...as, alter: (call) => byMethod(call, 'HEAD', 'raw') });
      const get = await context.send(operation, as);
      context.observe(testCase, { controls: [control], probes: { head, get } });
    }
  },
};

import { serversFor } from '../../../spec/servers.ts';
import { basePathOf, targetOf } from '../../http/request.ts';
import type { CallProbes, Case } from '../../engine/evidence.ts';
import { principalNamed, missingPrincipalFor, operationOf, type Scenario } from '../../engine/scenario.ts';

export const wrongBasePath: Scenario<Case, CallProbes> = {
  name: 'wrong-base-path',
  description: 'Calls an operation without the base path of the target.',
  cases: ({ principals, contract }) => {
    const operation = principals.probe;
    // The operation of a server without a base path is documented there.
    if (!operation || serversFor(contract, operation).some(({ basePath }) => basePath === '')) return [];
    const principal = principals.able(operation)[0];
    return [
      { operation: operation.id, cost: 2, ...(principal ? { principal: principal.name } : { blocked: missingPrincipalFor(operation)! }) },
    ];
  },
  async play(context, cases) {
    for (const testCase of cases) {
      const operation = operationOf(context.contract, testCase.operation);
      const caller = context.principals.caller(principalNamed(context.principals, testCase.principal), operation);
      const basePath = basePathOf(targetOf(context.settings, operation));
      const control = await context.send(operation, { role: 'control', caller });
      const call = await context.send(operation, {
        caller,
        alter: (usual) => ({ ...usual, target: usual.target.slice(basePath.length) }),
      });
      context.observe(testCase, { controls: [control], probes: { call } });
    }
  },
};

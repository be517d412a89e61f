import { simplestOperation } from '../../http/request.ts';
import { principalNamed, missingPrincipalFor, operationOf, type Scenario } from '../../engine/scenario.ts';

export const wrongBasePath: Scenario = {
  name: 'wrong-base-path',
  description: 'Calls an operation without the base path that the target has.',
  cases: ({ contract, principals }) => {
    const operation = simplestOperation(contract);
    if (!operation) return [];
    const principal = principals.able(operation)[0];
    return [
      { operation: operation.id, cost: 2, ...(principal ? { principal: principal.name } : { blocked: missingPrincipalFor(operation)! }) },
    ];
  },
  async play(context, cases) {
    for (const testCase of cases) {
      const operation = operationOf(context.contract, testCase.operation);
      const caller = context.principals.caller(principalNamed(context.principals, testCase.principal), operation);
      const control = await context.send(operation, { role: 'control', caller });
      const probe = await context.send(operation, {
        caller,
        alter: (call) => ({ ...call, target: call.target.slice(context.basePath.length) }),
      });
      context.observe(testCase, { controls: [control], probes: [probe] });
    }
  },
};

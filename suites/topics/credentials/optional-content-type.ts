import { withoutHeader } from '../../../spec/message.ts';
import type { Call } from '../../http/target.ts';
import type { Case, Evidence, NamedProbes } from '../../engine/evidence.ts';
import { principalNamed, missingPrincipalFor, operationOf, type PlannedCase, type Scenario } from '../../engine/scenario.ts';

const withType = (call: Call): Call => ({
  ...call,
  headers: [...withoutHeader(call.headers, 'content-type'), 'Content-Type', 'application/json'],
});
const withoutType = (call: Call): Call => ({ ...call, headers: withoutHeader(call.headers, 'content-type') });

/** The request with a Content-Type header, and without. */
export interface ContentTypeProbes extends NamedProbes {
  readonly typed: Evidence;
  readonly untyped: Evidence;
}

export const optionalContentType: Scenario<Case, ContentTypeProbes> = {
  name: 'optional-content-type',
  description: 'Calls each safe operation that needs no object with and without a Content-Type header.',
  cases: ({ contract, principals }) =>
    contract.operations
      .filter(({ safe, path, body, public: open }) => safe && !open && body === undefined && !path.includes('{'))
      .map((operation): PlannedCase => {
        const principal = principals.able(operation)[0];
        return {
          operation: operation.id,
          cost: 2,
          ...(principal ? { principal: principal.name } : { blocked: missingPrincipalFor(operation)! }),
        };
      }),
  async play(context, cases) {
    for (const testCase of cases) {
      const operation = operationOf(context.contract, testCase.operation);
      const caller = context.principals.caller(principalNamed(context.principals, testCase.principal), operation);
      const typed = await context.send(operation, { caller, alter: withType });
      const untyped = await context.send(operation, { caller, alter: withoutType });
      context.observe(testCase, { controls: [], probes: { typed, untyped } });
    }
  },
};

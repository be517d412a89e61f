import { withoutHeader } from '../../../spec/message.ts';
import { simplestOperation } from '../../http/request.ts';
import type { Call } from '../../http/target.ts';
import { holderOf, missingPrincipalFor, operationOf, takes, type Scenario } from '../../engine/scenario.ts';

/** Authentication schemes that somebody might also have switched on; the empty one is the bare key. */
const schemes = ['Basic', 'Bearer', 'Token', 'ApiKey', 'Digest', 'none'];

/** What travels in the Authorization field. */
const inAuthorization = ['bearer', 'basic'] as const;

/** A live credential in the right field and in the wrong words. */
export const wrongSchemes: Scenario = {
  name: 'wrong-schemes',
  description: 'Sends a live credential in the Authorization field under schemes that the document does not declare.',
  cases: ({ contract, principals }) => {
    const operation = simplestOperation(contract);
    if (!operation || !takes(contract, operation, inAuthorization)) return [];
    const declared = new Set(contract.schemes.map(({ challenge }) => challenge.toLowerCase()));
    const blocked = holderOf(principals, operation, inAuthorization) ? undefined : missingPrincipalFor(operation);
    return schemes
      .filter((scheme) => !declared.has(scheme.toLowerCase()))
      .map((scheme, index) => ({ operation: operation.id, variant: scheme, cost: index === 0 ? 2 : 1, ...(blocked && { blocked }) }));
  },
  async play(context, cases) {
    const operation = operationOf(context.contract, cases[0]?.operation);
    const { caller, credential } = holderOf(context.principals, operation, inAuthorization)!;
    const control = await context.send(operation, { role: 'control', caller });
    for (const testCase of cases) {
      const words = testCase.variant === 'none' ? credential.secret : `${testCase.variant} ${credential.secret}`;
      const alter = (call: Call): Call => ({ ...call, headers: [...withoutHeader(call.headers, 'authorization'), 'Authorization', words] });
      const probe = await context.send(operation, { caller, alter });
      context.observe(testCase, { controls: [control], probes: [probe] });
    }
  },
};

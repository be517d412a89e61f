import { withoutHeader } from '../../../spec/message.ts';
import { simplestOperation } from '../../http/request.ts';
import type { Call } from '../../http/target.ts';
import type { CallProbes, Case } from '../../engine/evidence.ts';
import { holderOf, missingPrincipalFor, operationOf, takes, type Scenario } from '../../engine/scenario.ts';

/** Authentication schemes that a server may also accept; `none`: the credential without a scheme name. */
const schemes = ['Basic', 'Bearer', 'Token', 'ApiKey', 'Digest', 'none'] as const;

export interface WrongSchemeCase extends Case {
  readonly scheme: (typeof schemes)[number];
}

/** The schemes whose credentials are in the Authorization header. */
const inAuthorization = ['bearer', 'basic'] as const;

export const wrongSchemes: Scenario<WrongSchemeCase, CallProbes> = {
  name: 'wrong-schemes',
  description: 'Sends a valid credential in the Authorization header under schemes that the document does not declare.',
  cases: ({ contract, principals }) => {
    const operation = simplestOperation(contract);
    if (!operation || !takes(contract, operation, inAuthorization)) return [];
    const declared = new Set(contract.schemes.map(({ challenge }) => challenge.toLowerCase()));
    const blocked = holderOf(principals, operation, inAuthorization) ? undefined : missingPrincipalFor(operation);
    return schemes
      .filter((scheme) => !declared.has(scheme.toLowerCase()))
      .map((scheme, index) => ({
        operation: operation.id,
        scheme,
        label: scheme,
        words: scheme === 'none' ? 'the credential without a scheme name' : `the credential after the scheme name ${scheme}`,
        cost: index === 0 ? 2 : 1,
        ...(blocked && { blocked }),
      }));
  },
  async play(context, cases) {
    const operation = operationOf(context.contract, cases[0]?.operation);
    const { caller, credential } = holderOf(context.principals, operation, inAuthorization)!;
    const control = await context.send(operation, { role: 'control', caller });
    for (const testCase of cases) {
      const value = testCase.scheme === 'none' ? credential.secret : `${testCase.scheme} ${credential.secret}`;
      const alter = (usual: Call): Call => ({
        ...usual,
        headers: [...withoutHeader(usual.headers, 'authorization'), 'Authorization', value],
      });
      const call = await context.send(operation, { caller, alter });
      context.observe(testCase, { controls: [control], probes: { call } });
    }
  },
};

import { simplestOperation } from '../../http/request.ts';
import type { Call } from '../../http/target.ts';
import { principalNamed, missingPrincipalFor, operationOf, type Scenario } from '../../engine/scenario.ts';

/** URLs of one operation that a cache may take for each other, or for those of a file. */
const urls: { readonly [variant: string]: (path: string, query: string) => string } = {
  'same-url': (path, query) => `${path}?${query === '' ? '' : `${query}&`}auth-conformance=stored`,
  'below-as-a-file': (path, query) => `${path}/auth-conformance.css${query && `?${query}`}`,
  'ending-as-a-file': (path, query) => `${path}.css${query && `?${query}`}`,
  'parameter-as-a-file': (path, query) => `${path};auth-conformance.css${query && `?${query}`}`,
};

/** Probes: the URL with a good credential, then without. */
export const cachedResponses: Scenario = {
  name: 'cached-responses',
  description: 'Fetches URLs that a cache may keep with a good credential, and right afterwards without one.',
  cases: ({ contract, principals }) => {
    const operation = simplestOperation(contract);
    if (!operation) return [];
    const blocked = principals.able(operation).length === 0 && { blocked: missingPrincipalFor(operation)! };
    return Object.keys(urls).map((variant) => ({ operation: operation.id, variant, cost: 2, ...blocked }));
  },
  async play(context, cases) {
    const operation = operationOf(context.contract, cases[0]?.operation);
    const caller = context.principals.caller(principalNamed(context.principals, context.principals.able(operation)[0]?.name), operation);
    const control = await context.send(operation, { role: 'control', caller });
    for (const testCase of cases) {
      const alter = (call: Call): Call => {
        const [path = '', query = ''] = call.target.split('?');
        return { ...call, target: urls[testCase.variant!]!(path, query) };
      };
      const first = await context.send(operation, { caller, alter });
      const second = await context.send(operation, { alter });
      context.observe(testCase, { controls: [control], probes: [first, second] });
    }
  },
};

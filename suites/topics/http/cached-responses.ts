import type { Case, Evidence, NamedProbes } from '../../engine/evidence.ts';
import { simplestOperation } from '../../http/request.ts';
import type { Call } from '../../http/target.ts';
import { principalNamed, missingPrincipalFor, operationOf, type Scenario } from '../../engine/scenario.ts';

type Url = (path: string, query: string) => string;

/** URLs of one operation that a cache may confuse with each other, or with those of a file. */
const urls = {
  'same-url': (path, query) => `${path}?${query === '' ? '' : `${query}&`}auth-conformance=stored`,
  'below-as-a-file': (path, query) => `${path}/auth-conformance.css${query && `?${query}`}`,
  'ending-as-a-file': (path, query) => `${path}.css${query && `?${query}`}`,
  'parameter-as-a-file': (path, query) => `${path};auth-conformance.css${query && `?${query}`}`,
} as const satisfies { readonly [kind: string]: Url };

type UrlKind = keyof typeof urls;

const kinds: readonly { readonly kind: UrlKind; readonly words: string }[] = [
  { kind: 'same-url', words: 'the same URL, with and then without the credential' },
  { kind: 'below-as-a-file', words: 'a URL below the operation that looks like a style sheet' },
  { kind: 'ending-as-a-file', words: 'a URL that ends like that of a style sheet' },
  { kind: 'parameter-as-a-file', words: 'a URL with a parameter that looks like a style sheet' },
];

interface CachedResponseCase extends Case {
  readonly kind: UrlKind;
}

interface CachedResponseProbes extends NamedProbes {
  readonly withCredential: Evidence;
  readonly without: Evidence;
}

export const cachedResponses: Scenario<CachedResponseCase, CachedResponseProbes> = {
  name: 'cached-responses',
  description: 'Fetches URLs that a cache may keep with a valid credential, and right afterwards without one.',
  cases: ({ contract, principals }) => {
    const operation = simplestOperation(contract);
    if (!operation) return [];
    const blocked = principals.able(operation).length === 0 && { blocked: missingPrincipalFor(operation)! };
    return kinds.map(({ kind, words }) => ({ operation: operation.id, label: kind, words, kind, cost: 2, ...blocked }));
  },
  async play(context, cases) {
    const operation = operationOf(context.contract, cases[0]?.operation);
    const caller = context.principals.caller(principalNamed(context.principals, context.principals.able(operation)[0]?.name), operation);
    const control = await context.send(operation, { role: 'control', caller });
    for (const testCase of cases) {
      const alter = (call: Call): Call => {
        const [path = '', query = ''] = call.target.split('?');
        return { ...call, target: urls[testCase.kind](path, query) };
      };
      const withCredential = await context.send(operation, { caller, alter });
      const without = await context.send(operation, { alter });
      context.observe(testCase, { controls: [control], probes: { withCredential, without } });
    }
  },
};

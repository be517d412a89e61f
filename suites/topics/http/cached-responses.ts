import type { Case, Evidence, NamedProbes } from '../../engine/evidence.ts';
import type { Call } from '../../http/target.ts';
import { isSuccess } from '../../engine/scenario-context.ts';
import { principalNamed, missingPrincipalFor, operationOf, type Scenario } from '../../engine/scenario.ts';

type Url = (path: string, query: string, suffix: string) => string;

/** URLs of one operation that a cache may confuse with each other, or with those of a file. */
const urls = {
  'same-url': (path, query, suffix) => `${path}?${query === '' ? '' : `${query}&`}auth-conformance=${suffix}`,
  'below-as-a-file': (path, query, suffix) => `${path}/auth-conformance.${suffix}${query && `?${query}`}`,
  'ending-as-a-file': (path, query, suffix) => `${path}.${suffix}${query && `?${query}`}`,
  'parameter-as-a-file': (path, query, suffix) => `${path};auth-conformance.${suffix}${query && `?${query}`}`,
} as const satisfies { readonly [kind: string]: Url };

/** What distinguishes a URL that was fetched with a credential from one that never was. */
const [stored, unstored] = ['css', 'png'];

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
  /** If that was served: such a URL that no request with a credential asked for. */
  readonly neverStored?: Evidence;
}

const at =
  (url: Url, suffix: string) =>
  (call: Call): Call => {
    const [path = '', query = ''] = call.target.split('?');
    return { ...call, target: url(path, query, suffix) };
  };

export const cachedResponses: Scenario<CachedResponseCase, CachedResponseProbes> = {
  name: 'cached-responses',
  description:
    'Fetches URLs that a cache may keep with a valid credential, and right afterwards without one. If that is served, a URL that nobody fetched before shows whether a cache is the reason.',
  cases: ({ principals }) => {
    const operation = principals.probe;
    if (!operation) return [];
    const blocked = principals.able(operation).length === 0 && { blocked: missingPrincipalFor(operation)! };
    return kinds.map(({ kind, words }) => ({ operation: operation.id, label: kind, words, kind, cost: 2, ...blocked }));
  },
  async play(context, cases) {
    const operation = operationOf(context.contract, cases[0]?.operation);
    const caller = context.principals.caller(principalNamed(context.principals, context.principals.able(operation)[0]?.name), operation);
    const control = await context.send(operation, { role: 'control', caller });
    for (const testCase of cases) {
      const alter = at(urls[testCase.kind], stored);
      const withCredential = await context.send(operation, { caller, alter });
      const without = await context.send(operation, { alter });
      const neverStored = isSuccess(without) ? await context.send(operation, { alter: at(urls[testCase.kind], unstored) }) : undefined;
      context.observe(testCase, { controls: [control], probes: { withCredential, without, ...(neverStored && { neverStored }) } });
    }
  },
};

import { headerValue, withoutHeader } from '../../../spec/message.ts';
import { unknownSecret } from '../../principals/credentials.ts';
import type { Call } from '../../http/target.ts';
import type { CallProbes, Case } from '../../engine/evidence.ts';
import { kindsOf } from '../../engine/kinds.ts';
import { holderOf, missingPrincipalFor, operationOf, takes, type Scenario } from '../../engine/scenario.ts';

const inAuthorization = ['bearer', 'basic'] as const;

interface Notation {
  readonly words: string;
  readonly rewrite: (call: Call) => Call;
}

const withValue =
  (write: (scheme: string, rest: string) => string) =>
  (call: Call): Call => {
    const [scheme = '', rest = ''] = (headerValue(call.headers, 'authorization') ?? '').split(' ');
    return { ...call, headers: [...withoutHeader(call.headers, 'authorization'), 'Authorization', write(scheme, rest)] };
  };

const withScheme = (rename: (scheme: string) => string) => withValue((scheme, rest) => `${rename(scheme)} ${rest}`);

const mixedCase = (scheme: string) => scheme.toLowerCase().replace(/(.)(.)/g, (_, one: string, other: string) => one + other.toUpperCase());

/** Ways to send a valid credential. */
const notations = {
  'small-letters': { words: 'the scheme name in lower case', rewrite: withScheme((scheme) => scheme.toLowerCase()) },
  capitals: { words: 'the scheme name in upper case', rewrite: withScheme((scheme) => scheme.toUpperCase()) },
  'mixed-letters': { words: 'the scheme name in mixed case', rewrite: withScheme(mixedCase) },
  'two-spaces': { words: 'two spaces after the scheme name', rewrite: withValue((scheme, rest) => `${scheme}  ${rest}`) },
  tab: { words: 'a tab after the scheme name', rewrite: withValue((scheme, rest) => `${scheme}\t${rest}`) },
  'and-in-the-query': {
    words: 'also an unknown token in the query',
    rewrite: (call) => ({
      ...call,
      target: `${call.target}${call.target.includes('?') ? '&' : '?'}access_token=${unknownSecret({ kind: 'bearer' })}`,
    }),
  },
} as const satisfies { readonly [kind: string]: Notation };

export interface NotationCase extends Case {
  readonly kind: keyof typeof notations;
}

export const headerNotations: Scenario<NotationCase, CallProbes> = {
  name: 'header-notations',
  description: 'Sends a valid credential in other notations of its header, and together with an unknown one in the query.',
  cases: ({ contract, principals }) => {
    const operation = principals.probe;
    if (!operation || !takes(contract, operation, inAuthorization)) return [];
    const holder = holderOf(principals, operation, inAuthorization);
    const blocked = !holder && { blocked: missingPrincipalFor(operation)! };
    const inQuery = operation.parameters.some(({ in: place, name }) => place === 'query' && name === 'access_token');
    return kindsOf(notations)
      .filter((kind) => kind !== 'and-in-the-query' || (holder?.credential.scheme.kind === 'bearer' && !inQuery))
      .map((kind) => ({ operation: operation.id, kind, label: kind, words: notations[kind].words, cost: 1, ...blocked }));
  },
  async play(context, cases) {
    const operation = operationOf(context.contract, cases[0]?.operation);
    const { caller } = holderOf(context.principals, operation, inAuthorization)!;
    const control = await context.send(operation, { role: 'control', caller });
    for (const testCase of cases) {
      const { rewrite } = notations[testCase.kind];
      const call = await context.send(operation, { caller, alter: (usual) => ({ ...rewrite(usual), level: 'lines' }) });
      context.observe(testCase, { controls: [control], probes: { call } });
    }
  },
};

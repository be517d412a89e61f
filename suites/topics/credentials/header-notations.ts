import { headerValue, withoutHeader } from '../../../spec/message.ts';
import { unknownSecret } from '../../principals/credentials.ts';
import { simplestOperation } from '../../http/request.ts';
import type { Call } from '../../http/target.ts';
import { holderOf, missingPrincipalFor, operationOf, takes, type Scenario } from '../../engine/scenario.ts';

const inAuthorization = ['bearer', 'basic'] as const;

const named = (name: (scheme: string) => string) => rewritten((scheme, rest) => `${name(scheme)} ${rest}`);

function rewritten(write: (scheme: string, rest: string) => string): (call: Call) => Call {
  return (call) => {
    const [scheme = '', rest = ''] = (headerValue(call.headers, 'authorization') ?? '').split(' ');
    return { ...call, headers: [...withoutHeader(call.headers, 'authorization'), 'Authorization', write(scheme, rest)] };
  };
}

/** Ways to write the field of a good credential. */
const notations: { readonly [variant: string]: (call: Call) => Call } = {
  'small-letters': named((scheme) => scheme.toLowerCase()),
  capitals: named((scheme) => scheme.toUpperCase()),
  'mixed-letters': named((scheme) => scheme.toLowerCase().replace(/(.)(.)/g, (_, one: string, other: string) => one + other.toUpperCase())),
  'two-spaces': rewritten((scheme, rest) => `${scheme}  ${rest}`),
  tab: rewritten((scheme, rest) => `${scheme}\t${rest}`),
  'and-in-the-query': (call) => ({
    ...call,
    target: `${call.target}${call.target.includes('?') ? '&' : '?'}access_token=${unknownSecret({ kind: 'bearer' })}`,
  }),
};

export const headerNotations: Scenario = {
  name: 'header-notations',
  description: 'Sends a good credential in other notations of its field, and together with an unknown one in the query.',
  cases: ({ contract, principals }) => {
    const operation = simplestOperation(contract);
    if (!operation || !takes(contract, operation, inAuthorization)) return [];
    const holder = holderOf(principals, operation, inAuthorization);
    const blocked = !holder && { blocked: missingPrincipalFor(operation)! };
    const asksInQuery = operation.parameters.some(({ in: place, name }) => place === 'query' && name === 'access_token');
    return Object.keys(notations)
      .filter((variant) => variant !== 'and-in-the-query' || (holder?.credential.scheme.kind === 'bearer' && !asksInQuery))
      .map((variant) => ({ operation: operation.id, variant, cost: 1, ...blocked }));
  },
  async play(context, cases) {
    const operation = operationOf(context.contract, cases[0]?.operation);
    const { caller } = holderOf(context.principals, operation, inAuthorization)!;
    const control = await context.send(operation, { role: 'control', caller });
    for (const testCase of cases) {
      const probe = await context.send(operation, {
        caller,
        alter: (call) => ({ ...notations[testCase.variant!]!(call), level: 'lines' }),
      });
      context.observe(testCase, { controls: [control], probes: [probe] });
    }
  },
};

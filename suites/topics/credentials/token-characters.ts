import { headerValue, withoutHeader } from '../../../spec/message.ts';
import { unknownSecret } from '../../principals/credentials.ts';
import { simplestOperation } from '../../http/request.ts';
import type { Call } from '../../http/target.ts';
import { holderOf, missingPrincipalFor, operationOf, takes, type Scenario } from '../../engine/scenario.ts';

/** A token cut in two in the midst, with something between. */
const within = (token: string, text: string) => token.slice(0, token.length / 2) + text + token.slice(token.length / 2);

/** A good token with characters that no token has, after the name of its scheme. @see RFC 6750 §2.1 */
const characters: { readonly [variant: string]: (token: string) => string } = {
  'no-space': (token) => `Bearer${token}`,
  'comma-and-another': (token) => `Bearer ${token},${unknownSecret({ kind: 'bearer' })}`,
  'in-quotes': (token) => `Bearer "${token}"`,
  'percent-encoded': (token) => `Bearer %${token.charCodeAt(0).toString(16)}${token.slice(1)}`,
  'beyond-ascii': (token) => `Bearer ${within(token, '\u00e9')}`,
  'carriage-return': (token) => `Bearer ${within(token, '\r')}`,
  'line-feed': (token) => `Bearer ${within(token, '\n')}`,
  escape: (token) => `Bearer ${within(token, '\u001b')}`,
};

const asBearer = ['bearer'] as const;

export const tokenCharacters: Scenario = {
  name: 'token-characters',
  description: 'Sends a good bearer token with characters that no token has, and without what separates it from its scheme.',
  cases: ({ contract, principals }) => {
    const operation = simplestOperation(contract);
    if (!operation || !takes(contract, operation, asBearer)) return [];
    const blocked = !holderOf(principals, operation, asBearer) && { blocked: missingPrincipalFor(operation)! };
    return Object.keys(characters).map((variant) => ({ operation: operation.id, variant, cost: 1, ...blocked }));
  },
  async play(context, cases) {
    const operation = operationOf(context.contract, cases[0]?.operation);
    const { caller } = holderOf(context.principals, operation, asBearer)!;
    const control = await context.send(operation, { role: 'control', caller });
    for (const testCase of cases) {
      const alter = (call: Call): Call => {
        const token = (headerValue(call.headers, 'authorization') ?? '').replace(/^\S+ /, '');
        const value = characters[testCase.variant!]!(token);
        return { ...call, level: 'raw', headers: [...withoutHeader(call.headers, 'authorization'), 'Authorization', value] };
      };
      const probe = await context.send(operation, { caller, alter });
      context.observe(testCase, { controls: [control], probes: [probe] });
    }
  },
};

import { headerValue, withoutHeader } from '../../../spec/message.ts';
import { unknownSecret } from '../../principals/credentials.ts';
import type { Call } from '../../http/target.ts';
import type { CallProbes, Case } from '../../engine/evidence.ts';
import { kindsOf } from '../../engine/kinds.ts';
import { holderOf, missingPrincipalFor, operationOf, takes, type Scenario } from '../../engine/scenario.ts';

interface Spelling {
  readonly words: string;
  readonly write: (token: string) => string;
}

/** A token with a text in its middle. */
const within = (token: string, text: string) => token.slice(0, token.length / 2) + text + token.slice(token.length / 2);

/** A valid token with characters that no token has, after the scheme name. @see RFC 6750 §2.1 */
const spellings = {
  'no-space': { words: 'a valid token without a space after the scheme name', write: (token) => `Bearer${token}` },
  'comma-and-another': {
    words: 'a valid token, a comma and an unknown token',
    write: (token) => `Bearer ${token},${unknownSecret({ kind: 'bearer' })}`,
  },
  'in-quotes': { words: 'a valid token in quotes', write: (token) => `Bearer "${token}"` },
  'percent-encoded': {
    words: 'a valid token with its first character percent-encoded',
    write: (token) => `Bearer %${token.charCodeAt(0).toString(16)}${token.slice(1)}`,
  },
  'beyond-ascii': { words: 'a valid token with a non-ASCII character inside', write: (token) => `Bearer ${within(token, '\u00e9')}` },
  'carriage-return': { words: 'a valid token with a carriage return inside', write: (token) => `Bearer ${within(token, '\r')}` },
  'line-feed': { words: 'a valid token with a line feed inside', write: (token) => `Bearer ${within(token, '\n')}` },
  escape: { words: 'a valid token with an escape character inside', write: (token) => `Bearer ${within(token, '\u001b')}` },
} as const satisfies { readonly [kind: string]: Spelling };

export interface TokenCase extends Case {
  readonly kind: keyof typeof spellings;
}

const asBearer = ['bearer'] as const;

export const tokenCharacters: Scenario<TokenCase, CallProbes> = {
  name: 'token-characters',
  description: 'Sends a valid bearer token with characters that no token has, and without the space after its scheme name.',
  cases: ({ contract, principals }) => {
    const operation = principals.probe;
    if (!operation || !takes(contract, operation, asBearer)) return [];
    const blocked = !holderOf(principals, operation, asBearer) && { blocked: missingPrincipalFor(operation)! };
    return kindsOf(spellings).map((kind) => ({
      operation: operation.id,
      kind,
      label: kind,
      words: spellings[kind].words,
      cost: 1,
      ...blocked,
    }));
  },
  async play(context, cases) {
    const operation = operationOf(context.contract, cases[0]?.operation);
    const { caller } = holderOf(context.principals, operation, asBearer)!;
    const control = await context.send(operation, { role: 'control', caller });
    for (const testCase of cases) {
      const alter = (usual: Call): Call => {
        const token = (headerValue(usual.headers, 'authorization') ?? '').replace(/^\S+ /, '');
        const value = spellings[testCase.kind].write(token);
        return { ...usual, level: 'raw', headers: [...withoutHeader(usual.headers, 'authorization'), 'Authorization', value] };
      };
      const call = await context.send(operation, { caller, alter });
      context.observe(testCase, { controls: [control], probes: { call } });
    }
  },
};

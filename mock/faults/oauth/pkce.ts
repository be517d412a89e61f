import { fieldOf, type Exchange } from '../../oauth/exchange.ts';
import { refuse } from '../../oauth/reply.ts';
import { challengeOf } from '../../oauth/sha256.ts';
import type { Faults } from '../fault.ts';
import { afterStep, beforeStep, insteadOf, tolerating, withFields, withoutStep } from '../steps.ts';

const wrong = 'grants/wrong-verifier-is-refused';

/** The challenge that the code was asked with. */
const challengeIn = ({ presented }: Exchange) => (presented?.grant.kind === 'code' ? presented.grant.challenge : undefined);

export const grantsPkce = {
  'challenge-is-forgotten': {
    breaks: [wrong],
    also: ['grants/verifier-without-challenge-is-refused'],
    says: 'A challenge is taken and no verifier ever looked at.',
    bend: withoutStep('token', 'code-verifier'),
  },
  'verifier-may-be-left-out': {
    breaks: [wrong],
    says: 'A verifier is compared where one is sent; without one the code is exchanged all the same.',
    bend: tolerating('token', 'code-verifier', (exchange) => fieldOf(exchange, 'code_verifier') === undefined),
  },
  'verifier-has-to-be-there': {
    breaks: [wrong],
    says: 'That a verifier is sent is asked for; which one is not.',
    bend: tolerating(
      'token',
      'code-verifier',
      (exchange) => challengeIn(exchange) !== undefined && fieldOf(exchange, 'code_verifier') !== undefined,
    ),
  },
  'verifier-without-a-challenge-is-fine': {
    breaks: ['grants/verifier-without-challenge-is-refused'],
    says: 'A verifier for a code that was asked without a challenge is not looked at: an attacker may take the challenge away.',
    bend: tolerating('token', 'code-verifier', (exchange) => challengeIn(exchange) === undefined),
  },
  'verifier-is-compared-as-it-is': {
    breaks: ['grants/pkce-is-supported'],
    also: ['grants/certified-client-completes-the-flow', 'grants/scopes-are-separated-by-spaces'],
    says: 'A verifier is compared with the challenge without being hashed first.',
    bend: beforeStep('token', 'code-verifier', (exchange) => {
      const { presented } = exchange;
      const code = presented?.grant.kind === 'code' ? presented.grant : undefined;
      if (presented === undefined || code?.challenge === undefined) return exchange;
      return { ...exchange, presented: { ...presented, grant: { ...code, challenge: challengeOf(code.challenge) } } };
    }),
  },
  'challenge-is-refused': {
    breaks: ['grants/pkce-is-supported'],
    says: 'A request with a challenge is refused.',
    bend: afterStep('authorize', 'challenge', (found) =>
      found.challenge === undefined ? found : refuse(found, 'invalid_request', 'The parameter is unknown'),
    ),
  },
  'unknown-method-is-s256': {
    breaks: ['grants/unknown-challenge-method-is-refused'],
    says: 'A challenge method that the server does not know is taken for S256.',
    bend: beforeStep('authorize', 'challenge', (exchange) => {
      const method = fieldOf(exchange, 'code_challenge_method');
      return method === undefined || method === 'plain' ? exchange : withFields(exchange, { code_challenge_method: 'S256' });
    }),
  },
  'challenge-of-an-unknown-method-is-dropped': {
    breaks: ['grants/unknown-challenge-method-is-refused'],
    says: 'A challenge with a method that the server does not know is left out of account, and a code given without one.',
    bend: afterStep('authorize', 'challenge', (found, exchange) => {
      const method = fieldOf(exchange, 'code_challenge_method');
      return found.ending !== undefined && method !== undefined && method !== 'plain' ? exchange : found;
    }),
  },
  'plain-challenge-is-served': {
    breaks: ['grants/plain-challenge-is-refused'],
    says: 'A challenge may be the verifier itself, which whoever sees the request can use.',
    bend: insteadOf('authorize', 'challenge', (exchange) => {
      const [sent, method = 'plain'] = [fieldOf(exchange, 'code_challenge'), fieldOf(exchange, 'code_challenge_method')];
      if (sent === undefined) return exchange;
      if (method === 'plain') return { ...exchange, challenge: challengeOf(sent) };
      return method === 'S256' ? { ...exchange, challenge: sent } : refuse(exchange, 'invalid_request', 'The method is unknown');
    }),
  },
} as const satisfies Faults;

import { requestParameter, type EndpointContext } from '../../oauth/endpoint-context.ts';
import { reject } from '../../oauth/reply.ts';
import { challengeOf } from '../../oauth/sha256.ts';
import type { Faults } from '../fault.ts';
import { afterStep, beforeStep, replaceStep, ignoreRejection, withRequestParameters, withoutStep } from '../step-edits.ts';

const wrongVerifier = 'oauth/pkce-wrong-verifier';

/** The challenge that the code was requested with. */
const challengeOfCode = ({ presented }: EndpointContext) => (presented?.grant.kind === 'code' ? presented.grant.challenge : undefined);

export const oauthPkceFaults = {
  'ignores-code-verifier': {
    breaks: [wrongVerifier],
    also: ['oauth/pkce-downgrade'],
    description: 'The server accepts a challenge but never checks the verifier.',
    apply: withoutStep('token', 'code-verifier'),
  },
  'accepts-missing-code-verifier': {
    breaks: [wrongVerifier],
    description: 'The token endpoint compares a verifier only when it is sent.',
    apply: ignoreRejection('token', 'code-verifier', (exchange) => requestParameter(exchange, 'code_verifier') === undefined),
  },
  'accepts-any-code-verifier': {
    breaks: [wrongVerifier],
    description: 'The token endpoint requires a verifier but accepts any value.',
    apply: ignoreRejection(
      'token',
      'code-verifier',
      (exchange) => challengeOfCode(exchange) !== undefined && requestParameter(exchange, 'code_verifier') !== undefined,
    ),
  },
  'accepts-verifier-without-challenge': {
    breaks: ['oauth/pkce-downgrade'],
    description: 'The token endpoint ignores a verifier if the code has no challenge, so an attacker can remove the challenge.',
    apply: ignoreRejection('token', 'code-verifier', (exchange) => challengeOfCode(exchange) === undefined),
  },
  'compares-verifier-without-hashing': {
    breaks: ['oauth/pkce'],
    also: ['oauth/certified-client', 'oauth/scope-separator'],
    description: 'The token endpoint compares the verifier with the challenge without hashing it.',
    apply: beforeStep('token', 'code-verifier', (exchange) => {
      const { presented } = exchange;
      const code = presented?.grant.kind === 'code' ? presented.grant : undefined;
      if (presented === undefined || code?.challenge === undefined) return exchange;
      return { ...exchange, presented: { ...presented, grant: { ...code, challenge: challengeOf(code.challenge) } } };
    }),
  },
  'rejects-code-challenge': {
    breaks: ['oauth/pkce'],
    description: 'The authorization endpoint rejects a request with a challenge.',
    apply: afterStep('authorize', 'challenge', (found) =>
      found.challenge === undefined ? found : reject(found, 'invalid_request', 'The parameter is unknown'),
    ),
  },
  'treats-pkce-method-as-s256': {
    breaks: ['oauth/pkce-unknown-method'],
    description: 'The authorization endpoint treats an unknown challenge method as S256.',
    apply: beforeStep('authorize', 'challenge', (exchange) => {
      const method = requestParameter(exchange, 'code_challenge_method');
      return method === undefined || method === 'plain' ? exchange : withRequestParameters(exchange, { code_challenge_method: 'S256' });
    }),
  },
  'drops-challenge-of-unknown-method': {
    breaks: ['oauth/pkce-unknown-method'],
    description: 'The authorization endpoint drops a challenge with an unknown method and issues a code without one.',
    apply: afterStep('authorize', 'challenge', (found, exchange) => {
      const method = requestParameter(exchange, 'code_challenge_method');
      return found.ending !== undefined && method !== undefined && method !== 'plain' ? exchange : found;
    }),
  },
  'accepts-plain-pkce-challenge': {
    breaks: ['oauth/pkce-plain-method'],
    description: 'The authorization endpoint accepts a plain challenge, which is the verifier itself.',
    apply: replaceStep('authorize', 'challenge', (exchange) => {
      const [sent, method = 'plain'] = [requestParameter(exchange, 'code_challenge'), requestParameter(exchange, 'code_challenge_method')];
      if (sent === undefined) return exchange;
      if (method === 'plain') return { ...exchange, challenge: challengeOf(sent) };
      return method === 'S256' ? { ...exchange, challenge: sent } : reject(exchange, 'invalid_request', 'The method is unknown');
    }),
  },
} as const satisfies Faults;

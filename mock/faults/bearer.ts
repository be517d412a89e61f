import type { MockResponse } from '../engine/arrival.ts';
import type { RequestContext } from '../engine/visit.ts';
import { headerValue } from '../../spec/message.ts';
import { answered, withLine } from './bend.ts';
import type { Faults } from './fault.ts';

const field = 'WWW-Authenticate';

/** Changes the Bearer challenges of error responses. */
const challenging = (change: (challenge: string, context: RequestContext, answer: MockResponse) => string | undefined) =>
  answered((answer, visit) => {
    const challenge = headerValue(answer.headers, field);
    return challenge?.startsWith('Bearer ') === true ? withLine(answer, field, change(challenge, visit, answer)) : answer;
  });

const without = (challenge: string, name: string) => challenge.replace(new RegExp(`,? ?${name}="[^"]*"`), '');

export const bearerFaults = {
  'challenge-is-one-word': {
    breaks: ['bearer/challenge-has-parameters'],
    description: 'The challenge to a request without a credential is the single word Bearer.',
    apply: challenging((challenge, { decision }) => (decision?.why === 'no credential' ? 'Bearer' : challenge)),
  },
  'challenge-has-two-realms': {
    breaks: ['bearer/challenge-is-well-formed'],
    description: 'The challenge to a revoked token has two realms.',
    apply: challenging((challenge, { decision }) => (decision?.why.startsWith('revoked') ? `${challenge}, realm="gateway"` : challenge)),
  },
  'challenge-explains-in-quotes': {
    breaks: ['bearer/challenge-is-well-formed'],
    description: 'The error description in the challenge of a 403 contains the scope name in quotes.',
    apply: challenging((challenge, _, { status }) =>
      status === 403 ? `${challenge}, error_description="The scope \\"write\\" is wanting"` : challenge,
    ),
  },
  'challenge-breaks-off': {
    breaks: ['bearer/challenge-is-well-formed'],
    also: ['bearer/insufficient-scope-is-told'],
    description: 'The challenge of a 403 has no closing quote.',
    apply: challenging((challenge, _, { status }) => (status === 403 ? challenge.slice(0, -1) : challenge)),
  },
  'error-is-told-to-the-silent': {
    breaks: ['bearer/no-error-without-a-credential'],
    description: 'The challenge to a request without a credential says that its token is invalid.',
    apply: challenging((challenge, { decision }) =>
      decision?.why === 'no credential' ? `${challenge}, error="invalid_token"` : challenge,
    ),
  },
  'expired-token-is-challenged-like-none': {
    breaks: ['bearer/invalid-token-is-told'],
    description: 'The challenge to an expired token is the same as to a request without a token.',
    apply: challenging((challenge, { decision }) => (decision?.why.startsWith('expired') ? without(challenge, 'error') : challenge)),
  },
  'forbidden-without-a-challenge': {
    breaks: ['bearer/insufficient-scope-is-told'],
    description: 'A 403 response for a missing scope has no challenge.',
    apply: challenging((challenge, _, { status }) => (status === 403 ? undefined : challenge)),
  },
  'every-scope-is-asked-for': {
    breaks: ['bearer/named-scopes-are-those-asked-for'],
    description:
      'A 403 response for a missing scope names every existing scope and one for administrators, whatever the operation requires.',
    apply: challenging((challenge, { environment }) =>
      challenge.replace(/scope="[^"]*"/, `scope="${[...environment.law.contract.scopes, 'administrator'].join(' ')}"`),
    ),
  },
} as const satisfies Faults;

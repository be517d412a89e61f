import type { Answer } from '../engine/arrival.ts';
import type { Visit } from '../engine/visit.ts';
import { headerValue } from '../../spec/message.ts';
import { answered, withLine } from './bend.ts';
import type { Faults } from './fault.ts';

const field = 'WWW-Authenticate';

/** Changes the Bearer challenges of error responses. */
const challenging = (change: (challenge: string, visit: Visit, answer: Answer) => string | undefined) =>
  answered((answer, visit) => {
    const challenge = headerValue(answer.headers, field);
    return challenge?.startsWith('Bearer ') === true ? withLine(answer, field, change(challenge, visit, answer)) : answer;
  });

const without = (challenge: string, name: string) => challenge.replace(new RegExp(`,? ?${name}="[^"]*"`), '');

export const bearer = {
  'challenge-is-one-word': {
    breaks: ['bearer/challenge-has-parameters'],
    says: 'The challenge to a request without a credential is the single word Bearer.',
    bend: challenging((challenge, { decision }) => (decision?.why === 'no credential' ? 'Bearer' : challenge)),
  },
  'challenge-has-two-realms': {
    breaks: ['bearer/challenge-is-well-formed'],
    says: 'The challenge to a revoked token has two realms.',
    bend: challenging((challenge, { decision }) => (decision?.why.startsWith('revoked') ? `${challenge}, realm="gateway"` : challenge)),
  },
  'challenge-explains-in-quotes': {
    breaks: ['bearer/challenge-is-well-formed'],
    says: 'The error description in the challenge of a 403 contains the scope name in quotes.',
    bend: challenging((challenge, _, { status }) =>
      status === 403 ? `${challenge}, error_description="The scope \\"write\\" is wanting"` : challenge,
    ),
  },
  'challenge-breaks-off': {
    breaks: ['bearer/challenge-is-well-formed'],
    also: ['bearer/insufficient-scope-is-told'],
    says: 'The challenge of a 403 has no closing quote.',
    bend: challenging((challenge, _, { status }) => (status === 403 ? challenge.slice(0, -1) : challenge)),
  },
  'error-is-told-to-the-silent': {
    breaks: ['bearer/no-error-without-a-credential'],
    says: 'The challenge to a request without a credential says that its token is invalid.',
    bend: challenging((challenge, { decision }) => (decision?.why === 'no credential' ? `${challenge}, error="invalid_token"` : challenge)),
  },
  'expired-token-is-challenged-like-none': {
    breaks: ['bearer/invalid-token-is-told'],
    says: 'The challenge to an expired token is the same as to a request without a token.',
    bend: challenging((challenge, { decision }) => (decision?.why.startsWith('expired') ? without(challenge, 'error') : challenge)),
  },
  'forbidden-without-a-challenge': {
    breaks: ['bearer/insufficient-scope-is-told'],
    says: 'A 403 response for a missing scope has no challenge.',
    bend: challenging((challenge, _, { status }) => (status === 403 ? undefined : challenge)),
  },
  'every-scope-is-asked-for': {
    breaks: ['bearer/named-scopes-are-those-asked-for'],
    says: 'A 403 response for a missing scope names every existing scope and one for administrators, whatever the operation requires.',
    bend: challenging((challenge, { around }) =>
      challenge.replace(/scope="[^"]*"/, `scope="${[...around.law.contract.scopes, 'administrator'].join(' ')}"`),
    ),
  },
} as const satisfies Faults;

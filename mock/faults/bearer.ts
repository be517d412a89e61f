import type { MockResponse } from '../engine/request.ts';
import type { RequestContext } from '../engine/request-context.ts';
import { onResponse, isMissingCredential, isInactiveCredential } from './edits.ts';
import type { Faults } from './fault.ts';

const field = 'WWW-Authenticate';

/** Changes the Bearer challenges of error responses. */
const onChallenge = (change: (challenge: string, context: RequestContext, response: MockResponse) => string | undefined) =>
  onResponse((response, context) => ({
    ...response,
    headers: response.headers.flatMap((name, index) => {
      if (index % 2 === 1) return [];
      const value = response.headers[index + 1]!;
      const changed = name === field && value.startsWith('Bearer ') ? change(value, context, response) : value;
      return changed === undefined ? [] : [name, changed];
    }),
  }));

const withoutParameter = (challenge: string, name: string) => challenge.replace(new RegExp(`,? ?${name}="[^"]*"`), '');

/** Whether a rejected request has a valid credential. */
const hasValidToken = ({ decision }: RequestContext) =>
  decision !== undefined && 'principal' in decision.cause && decision.cause.code !== 'inactive-credential';

export const bearerFaults = {
  'sends-bare-bearer-challenge': {
    breaks: ['bearer/challenge-parameters'],
    description: 'The challenge to a request without a credential is the single word Bearer.',
    apply: onChallenge((challenge, context) => (isMissingCredential(context) ? 'Bearer' : challenge)),
  },
  'sends-two-realms': {
    breaks: ['bearer/challenge-syntax'],
    description: 'The challenge to a revoked token has two realms.',
    apply: onChallenge((challenge, context) => (isInactiveCredential(context, 'revoked') ? `${challenge}, realm="gateway"` : challenge)),
  },
  'nests-quotes-in-challenge': {
    breaks: ['bearer/challenge-syntax'],
    description: 'The error description in the challenge of a 403 contains the scope name in quotes.',
    apply: onChallenge((challenge, _, { status }) =>
      status === 403 ? `${challenge}, error_description="The scope \\"write\\" is missing"` : challenge,
    ),
  },
  'truncates-challenge': {
    breaks: ['bearer/challenge-syntax'],
    also: ['bearer/insufficient-scope'],
    description: 'The challenge of a 403 has no closing quote.',
    apply: onChallenge((challenge, _, { status }) => (status === 403 ? challenge.slice(0, -1) : challenge)),
  },
  'sends-error-without-token': {
    breaks: ['bearer/error-without-token'],
    description: 'The challenge to a request without a credential has the error invalid_token.',
    apply: onChallenge((challenge, context) => (isMissingCredential(context) ? `${challenge}, error="invalid_token"` : challenge)),
  },
  'omits-error-for-expired-token': {
    breaks: ['bearer/invalid-token'],
    description: 'The challenge to an expired token is the same as to a request without a token.',
    apply: onChallenge((challenge, context) =>
      isInactiveCredential(context, 'expired') ? withoutParameter(challenge, 'error') : challenge,
    ),
  },
  'blames-valid-token': {
    breaks: ['bearer/valid-token'],
    description: 'The challenge says that a valid token is invalid if the credential beside it is missing or unknown.',
    apply: onChallenge((challenge, context, { status }) =>
      status === 401 && hasValidToken(context) && !challenge.includes('error=') ? `${challenge}, error="invalid_token"` : challenge,
    ),
  },
  'omits-challenge-on-403': {
    breaks: ['bearer/insufficient-scope'],
    description: 'A 403 response for a missing scope has no challenge.',
    apply: onChallenge((challenge, _, { status }) => (status === 403 ? undefined : challenge)),
  },
  'names-every-scope-in-challenge': {
    breaks: ['bearer/scope-parameter'],
    description: 'A 403 response for a missing scope names every existing scope and one for administrators, for any operation.',
    apply: onChallenge((challenge, { environment }) =>
      challenge.replace(/scope="[^"]*"/, `scope="${[...environment.compiled.contract.scopes, 'administrator'].join(' ')}"`),
    ),
  },
} as const satisfies Faults;

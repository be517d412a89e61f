import type { Words } from './word.ts';

/** Mismatches of the topics credentials, bearer and jwt. */
export const credentialsMismatches = {
  'distinguishable-rejection': 'the response differs from the one to an unknown credential',
  'credential-echoed': ({ operation = '' }) =>
    operation === '' ? 'the response repeats the credential' : `${operation} repeats the credential`,
  'no-challenge-of-declared-scheme': 'no challenge of a declared scheme',
  'different-users': 'two credentials of one account belong to different users',
  'content-type-changes-status': 'the status depends on the Content-Type of a request without a body',
  'content-type-changes-body': 'the response body depends on the Content-Type of a request without a body',
  'served-without-base-path': 'served without the base path',
  'valid-credential-rejected': 'a valid credential is rejected',
  'key-rejected-in-place': ({ place = '' }) => `a valid key is rejected ${place}`,
  'not-rejected-in-time': 'no rejection in time',
  'malformed-challenges': 'the header is not a list of challenges',
  'repeated-challenge-parameter': ({ parameter = '' }) => `the parameter ${parameter} occurs twice in a challenge`,
  'invalid-challenge-parameter': ({ parameter = '' }) => `the parameter ${parameter} has characters that RFC 6750 does not allow`,
  'challenge-without-parameters': 'a challenge without parameters',
  'challenge-error-without-credential': 'the challenge has an error although no credential was sent',
  'valid-token-called-invalid': 'the challenge calls a valid token invalid',
  'missing-challenge-error': ({ error = '' }) => `no challenge has the error ${error}`,
  'wrong-challenge-scopes': 'the challenge names the wrong scopes',
} as const satisfies Words;

/** Causes of undecided checks in the topics credentials, bearer and jwt. */
export const credentialsCauses = {
  'no-rejection-of-unknown-credential': 'there is no response to an unknown credential to compare with',
  'rejections-not-comparable': ({ unknown = '', invalid = '' }) =>
    `the statuses are ${unknown} and ${invalid}: there are no two rejections of a credential to compare`,
  'rejection-without-body': 'a rejection without a body has nothing to compare',
  'rejection-body-changes': 'no two responses to an unknown credential have the same body',
  'object-may-not-exist': ({ status = '' }) => `the status is ${status}: the requested object may not exist`,
  'request-rejected': ({ status = '' }) => `the status is ${status}: the request was rejected, not the credential`,
  'lenient-reading-possible': ({ see = '' }) => `the header has a valid credential that a lenient server may find: see ${see}`,
  'no-challenge-scheme': 'the operation has no security scheme with a challenge',
  'no-base-path': 'the target has no base path',
  'no-bearer-challenge': 'there is no Bearer challenge to check',
  'no-challenge-scopes': 'the response names no scopes',
  'served-without-credential': ({ operation = '' }) => `${operation} serves requests without a credential: see credentials/missing`,
  'role-unknown': ({ operation = '' }) =>
    `${operation} documents 403 and asks for no scope: the configuration does not say whether the role allows it (may, mayNot)`,
  'assumed-body-differs': ({ at = '' }) => `the body differs at ${at} from what the documentation only implies (x-assumed)`,
  'no-token-expiry': 'the token has no expiry time',
  'token-not-expired': 'the token has not expired by its own expiry time',
} as const satisfies Words;

/**
 * The codes of mismatches and of causes, and the words for each.
 *
 * @module
 */
import { abuseCauses, abuseMismatches } from './abuse.ts';
import { addressCauses, addressMismatches } from './address.ts';
import { clientCauses, clientMismatches } from './client.ts';
import { credentialsCauses, credentialsMismatches } from './credentials.ts';
import { errorsCauses, errorsMismatches } from './errors.ts';
import { generalCauses, generalMismatches } from './general.ts';
import { httpCauses, httpMismatches } from './http.ts';
import { limitsCauses, limitsMismatches } from './limits.ts';
import { oauthCauses, oauthMismatches } from './oauth.ts';
import { scopesCauses, scopesMismatches } from './scopes.ts';
import { transportCauses, transportMismatches } from './transport.ts';
import { whoamiCauses, whoamiMismatches } from './whoami.ts';

export const mismatchWords = {
  ...generalMismatches,
  ...transportMismatches,
  ...credentialsMismatches,
  ...addressMismatches,
  ...limitsMismatches,
  ...scopesMismatches,
  ...oauthMismatches,
  ...whoamiMismatches,
  ...errorsMismatches,
  ...httpMismatches,
  ...abuseMismatches,
  ...clientMismatches,
} as const;

export const undecidedWords = {
  ...generalCauses,
  ...transportCauses,
  ...credentialsCauses,
  ...addressCauses,
  ...limitsCauses,
  ...scopesCauses,
  ...oauthCauses,
  ...whoamiCauses,
  ...errorsCauses,
  ...httpCauses,
  ...abuseCauses,
  ...clientCauses,
} as const;

/** What is wrong with a response: `unexpected-status`. */
export type MismatchCode = keyof typeof mismatchWords;

/** Why evidence does not decide: `control-failed`. */
export type UndecidedCode = keyof typeof undecidedWords;

const admissions: ReadonlySet<MismatchCode> = new Set(['served', 'head-served', 'unlisted-address-served']);

/** Whether the mismatch shows that a request was served that must be rejected. */
export const isAdmission = (code: MismatchCode): boolean => admissions.has(code);

const forms: ReadonlySet<MismatchCode> = new Set([
  'unexpected-status',
  'redirected',
  'unexpected-media-type',
  'body-not-json',
  'body-against-schema',
  'message-differs',
  'wrong-token-error',
  'error-is-object',
  'no-error-code',
  'wrong-authorization-error',
  'no-authorization-error',
  'no-basic-challenge',
]);

/** Whether the mismatch only shows that a rejection has the wrong form: nobody got in. */
export const isFormOnly = (code: MismatchCode): boolean => forms.has(code);

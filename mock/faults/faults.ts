import { addressFaults } from './address.ts';
import { bearerFaults } from './bearer.ts';
import { abuseFaults } from './abuse.ts';
import { credentialsFaults } from './credentials.ts';
import { errorsFaults } from './errors/errors.ts';
import { errorsProblemsFaults } from './errors/problems.ts';
import type { Faults } from './fault.ts';
import { oauthFaults } from './oauth/oauth.ts';
import { httpFaults } from './http/http.ts';
import { jwtFaults } from './jwt.ts';
import { limitsFaults } from './limits/limits.ts';
import { limitsFieldsFaults } from './limits/fields.ts';
import { parsingFaults } from './parsing.ts';
import { placesFaults } from './places.ts';
import { scopesFaults } from './scopes.ts';
import { whoamiFaults } from './whoami.ts';
import { transportFaults } from './transport.ts';

/** Every fault by name. */
export const faults: Faults = {
  ...transportFaults,
  ...credentialsFaults,
  ...placesFaults,
  ...parsingFaults,
  ...addressFaults,
  ...limitsFaults,
  ...limitsFieldsFaults,
  ...scopesFaults,
  ...oauthFaults,
  ...whoamiFaults,
  ...errorsFaults,
  ...errorsProblemsFaults,
  ...httpFaults,
  ...abuseFaults,
  ...bearerFaults,
  ...jwtFaults,
};

/** The names of all faults. */
export const faultNames: readonly string[] = Object.keys(faults);

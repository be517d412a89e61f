import type { RequirementId } from '../../spec/catalogue/catalogue.ts';
import { address } from './address.ts';
import type { Check } from './check.ts';
import { bearer } from './bearer.ts';
import { abuse } from './abuse.ts';
import { credentials } from './credentials.ts';
import { envelope } from './envelope.ts';
import { envelopeProblems } from './envelope-problems.ts';
import { grants } from './grants.ts';
import { http } from './http.ts';
import { jwt } from './jwt.ts';
import { limits } from './limits.ts';
import { parsing } from './parsing.ts';
import { scopes } from './scopes.ts';
import { selftest } from './selftest.ts';
import { transport } from './transport.ts';

/** How each requirement is checked; one without a check does not compile. */
export const checks: { readonly [id in RequirementId]: Check } = {
  ...transport,
  ...credentials,
  ...parsing,
  ...address,
  ...limits,
  ...scopes,
  ...grants,
  ...selftest,
  ...envelope,
  ...envelopeProblems,
  ...http,
  ...abuse,
  ...bearer,
  ...jwt,
};

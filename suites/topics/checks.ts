import type { RequirementId } from '../../spec/catalogue/catalogue.ts';
import { address } from './address/checks.ts';
import type { Check } from '../engine/check.ts';
import { bearer } from './bearer/checks.ts';
import { abuse } from './abuse/checks.ts';
import { credentials } from './credentials/checks.ts';
import { envelope } from './errors/checks.ts';
import { envelopeProblems } from './errors/problem-checks.ts';
import { grants } from './oauth/checks.ts';
import { http } from './http/checks.ts';
import { jwt } from './jwt/checks.ts';
import { limits } from './limits/checks.ts';
import { parsing } from './credentials/parsing-checks.ts';
import { scopes } from './scopes/checks.ts';
import { selftest } from './whoami/checks.ts';
import { transport } from './transport/checks.ts';

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

import type { RequirementId } from '../../spec/catalogue/catalogue.ts';
import { addressChecks } from './address/checks.ts';
import type { AnyCheck } from '../engine/check.ts';
import { bearerChecks } from './bearer/checks.ts';
import { abuseChecks } from './abuse/checks.ts';
import { credentialsChecks } from './credentials/checks.ts';
import { errorsChecks } from './errors/checks.ts';
import { errorsProblemsChecks } from './errors/problem-checks.ts';
import { oauthChecks } from './oauth/checks.ts';
import { httpChecks } from './http/checks.ts';
import { jwtChecks } from './jwt/checks.ts';
import { limitsChecks } from './limits/checks.ts';
import { parsingChecks } from './credentials/parsing-checks.ts';
import { scopesChecks } from './scopes/checks.ts';
import { whoamiChecks } from './whoami/checks.ts';
import { transportChecks } from './transport/checks.ts';

/** How each requirement is checked; one without a check does not compile. */
export const checks: { readonly [id in RequirementId]: AnyCheck } = {
  ...transportChecks,
  ...credentialsChecks,
  ...parsingChecks,
  ...addressChecks,
  ...limitsChecks,
  ...scopesChecks,
  ...oauthChecks,
  ...whoamiChecks,
  ...errorsChecks,
  ...errorsProblemsChecks,
  ...httpChecks,
  ...abuseChecks,
  ...bearerChecks,
  ...jwtChecks,
};

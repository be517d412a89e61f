import { addressRequirements } from './address.ts';
import { bearerRequirements } from './bearer.ts';
import { abuseRequirements } from './abuse.ts';
import { credentialsRequirements } from './credentials.ts';
import { errorsRequirements } from './errors/errors.ts';
import { errorsProblemsRequirements } from './errors/problems.ts';
import { oauthRequirements } from './oauth/oauth.ts';
import { httpRequirements } from './http/http.ts';
import { jwtRequirements } from './jwt.ts';
import { limitsRequirements } from './limits/limits.ts';
import { limitsFieldsRequirements } from './limits/fields.ts';
import { parsingRequirements } from './parsing.ts';
import type { Requirement } from './requirement.ts';
import { scopesRequirements } from './scopes.ts';
import { whoamiRequirements } from './whoami.ts';
import { transportRequirements } from './transport.ts';

const rows = {
  ...transportRequirements,
  ...credentialsRequirements,
  ...parsingRequirements,
  ...addressRequirements,
  ...limitsRequirements,
  ...limitsFieldsRequirements,
  ...scopesRequirements,
  ...oauthRequirements,
  ...whoamiRequirements,
  ...errorsRequirements,
  ...errorsProblemsRequirements,
  ...httpRequirements,
  ...abuseRequirements,
  ...bearerRequirements,
  ...jwtRequirements,
};

/** `topic/name-in-kebab-case`. Never reused: a retired id stays retired. */
export type RequirementId = keyof typeof rows;

/** All requirements, in the order of the reports. */
export const catalogue: { readonly [id in RequirementId]: Requirement } = rows;

export const requirementIds: readonly RequirementId[] = Object.keys(catalogue).filter(isRequirementId);

/** Whether a string is the id of a requirement. */
export function isRequirementId(id: string): id is RequirementId {
  return Object.hasOwn(catalogue, id);
}

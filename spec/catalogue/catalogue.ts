import { address } from './address.ts';
import { bearer } from './bearer.ts';
import { abuse } from './abuse.ts';
import { credentials } from './credentials.ts';
import { envelope } from './errors/errors.ts';
import { envelopeProblems } from './errors/problems.ts';
import { grants } from './oauth/oauth.ts';
import { http } from './http/http.ts';
import { jwt } from './jwt.ts';
import { limits } from './limits/limits.ts';
import { limitsFields } from './limits/fields.ts';
import { parsing } from './parsing.ts';
import type { Requirement } from './requirement.ts';
import { scopes } from './scopes.ts';
import { selftest } from './whoami.ts';
import { transport } from './transport.ts';

const rows = {
  ...transport,
  ...credentials,
  ...parsing,
  ...address,
  ...limits,
  ...limitsFields,
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

/** `topic/what-is-true-in-kebab-case`. Never reused: a retired id stays retired. */
export type RequirementId = keyof typeof rows;

/** Everything that the suites can demand of a server, in the order in which it is reported. */
export const catalogue: { readonly [id in RequirementId]: Requirement } = rows;

export const requirementIds: readonly RequirementId[] = Object.keys(catalogue).filter(isRequirementId);

/** Whether a string is the id of a requirement. */
export function isRequirementId(id: string): id is RequirementId {
  return Object.hasOwn(catalogue, id);
}

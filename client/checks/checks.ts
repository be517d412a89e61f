import type { ClientRequirementId } from '../../spec/catalogue/client/client.ts';
import { clientAuthorizationChecks } from './authorization.ts';
import type { ClientCheck } from './check.ts';
import { clientCredentialsChecks } from './credentials.ts';
import { clientRetriesChecks } from './retries.ts';
import { clientTokensChecks } from './tokens.ts';

/** The check of each requirement for clients. Without one nothing compiles. */
export const clientChecks: { readonly [id in ClientRequirementId]: ClientCheck } = {
  ...clientCredentialsChecks,
  ...clientRetriesChecks,
  ...clientAuthorizationChecks,
  ...clientTokensChecks,
};

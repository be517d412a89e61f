import { catalogue, isRequirementId } from '../catalogue.ts';
import type { Requirement } from '../requirement.ts';
import { clientCredentialsRequirements } from './credentials.ts';
import { clientOAuthRequirements } from './oauth.ts';
import { clientRetriesRequirements } from './retries.ts';

const rows = { ...clientCredentialsRequirements, ...clientRetriesRequirements, ...clientOAuthRequirements };

/** `client/name-in-kebab-case`. Never reused: a retired id stays retired. */
export type ClientRequirementId = keyof typeof rows;

/** What a client must do, in the order of the reports. A run against a server does not judge these. */
export const clientCatalogue: { readonly [id in ClientRequirementId]: Requirement } = rows;

export const clientRequirementIds: readonly ClientRequirementId[] = Object.keys(clientCatalogue).filter(isClientRequirementId);

/** Whether a string is the id of a requirement for clients. */
export function isClientRequirementId(id: string): id is ClientRequirementId {
  return Object.hasOwn(clientCatalogue, id);
}

/** The requirement with an id, for servers or for clients. */
export function requirementNamed(id: string): Requirement | undefined {
  if (isRequirementId(id)) return catalogue[id];
  return isClientRequirementId(id) ? clientCatalogue[id] : undefined;
}

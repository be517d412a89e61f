import type { Contract } from '../../spec/contract.ts';
import { isDocumentedHost } from '../configuration/servers.ts';
import { clientRoles } from './clients.ts';
import { costOf } from './cost.ts';
import { principalRoles } from './principals.ts';
import type { ProposedRole, Variable } from './role.ts';

/** The content of a generated configuration. */
export interface ConfigurationDraft {
  readonly contract: Contract;
  /** Path of the configuration's JSON Schema, relative to the file. */
  readonly schema: string;
  /** Path, relative to the file, or URL of the document; absent for the bundled one. */
  readonly document?: string;
  readonly overlays: readonly string[];
  /** Base URL of the server under test. */
  readonly target: string;
  /** Whether it was given on the command line; otherwise it is a placeholder. */
  readonly targetGiven: boolean;
  readonly principals: readonly ProposedRole[];
  readonly clients: readonly ProposedRole[];
  /** Every variable in the file, once. */
  readonly variables: readonly Variable[];
  /** The approximate number of requests of a run with all permissions. */
  readonly requests: number;
}

export interface DraftInput extends Pick<ConfigurationDraft, 'contract' | 'schema' | 'overlays'> {
  readonly document?: string | undefined;
  readonly target?: string | undefined;
}

/** Placeholder hosts. The first that is not a server of the document is used, because a run does not accept the document's servers as targets. */
const placeholders = ['staging.example.com', 'staging.example.org', 'staging.example.net'];

export function configurationDraft({ contract, schema, document, overlays, target: given }: DraftInput): ConfigurationDraft {
  const host = placeholders.find((name) => !isDocumentedHost(contract, name)) ?? placeholders[0]!;
  const target = given?.replace(/\/+$/, '') ?? `https://${host}${contract.basePath}`;
  const principals = principalRoles(contract);
  const clients = clientRoles(contract);
  return {
    contract,
    schema,
    ...(document !== undefined && { document }),
    overlays,
    target,
    targetGiven: given !== undefined,
    principals,
    clients,
    variables: [...principals, ...clients].flatMap(({ variables }) => variables),
    requests: costOf(contract, target, principals, clients),
  };
}

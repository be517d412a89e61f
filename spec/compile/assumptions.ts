import { assumedWindow, reportsUnstatedLimit } from '../plan.ts';
import { exemption } from './exemption.ts';
import type { Contract, DocumentedResponse, Operation, Scheme } from '../contract.ts';
import { unsendableRequirements } from './security/security.ts';
import type { Extension } from '../extension/schema.ts';

type Compiled = Pick<
  Contract,
  | 'operations'
  | 'limited'
  | 'insecure'
  | 'ipBlocked'
  | 'rateLimit'
  | 'plans'
  | 'whoami'
  | 'accounts'
  | 'principals'
  | 'secureOnly'
  | 'schemes'
  | 'document'
>;

/** What the loader assumed, in sentences. */
export function assumptionsOf(contract: Compiled, extension: Extension): readonly string[] {
  const { operations, insecure, ipBlocked, rateLimit, plans, whoami, principals, secureOnly } = contract;
  const headers = [
    ...new Set(rateLimit.limit.concat(rateLimit.remaining, rateLimit.reset).map(({ header, pointer }) => header ?? pointer)),
  ];
  return [
    ...undocumented(operations, 'unauthorized'),
    ...(requiresScopes(operations) ? undocumented(operations, 'forbidden') : []),
    ...(plans.length > 0 || headers.length > 0 ? undocumented(operations, 'limited') : []),
    ...sharedHeaders(contract),
    ...invalidExamples(operations),
    ...(secureOnly && !insecure.documented
      ? [`The response to plain HTTP is not documented. The mock returns ${described(insecure)}.`]
      : []),
    ...(needsAddresses(contract) && !ipBlocked.documented
      ? [`The response to a disallowed address is not documented. The mock returns ${described(ipBlocked)}.`]
      : []),
    ...(extension.rateLimit || headers.length === 0 ? [] : [`Limits are reported in ${headers.join(', ')}, according to their names.`]),
    ...(reportsUnstatedLimit(contract)
      ? [`Rate-limit headers are declared, but no plan states a limit. The mock counts ${assumedWindow.label} for each caller.`]
      : []),
    ...(extension.whoami || !whoami
      ? []
      : [`${whoami.operation} returns the caller’s identity, because its response has a list of scopes.`]),
    ...discoveredEndpoints(contract),
    ...(extension.accounts || contract.accounts.length === 0 ? [] : [`The accounts ${list(contract.accounts)} are generated.`]),
    ...(extension.principals || principals.length === 0 ? [] : [`The principals ${list(principals)} are generated.`]),
  ];
}

/** Schemes that are required together, although one request cannot have the credentials of all. */
function sharedHeaders({ document }: Pick<Contract, 'document'>): readonly string[] {
  const together = new Set(unsendableRequirements(document).map(({ schemes }) => schemes.join(' and ')));
  return [...together].map((names) => `${names} are required together, but share a header. The credential of either is accepted.`);
}

/** The endpoints that the mock gives to providers of OpenID Connect. */
function discoveredEndpoints({ schemes }: Pick<Contract, 'schemes'>): readonly string[] {
  return schemes
    .filter(({ discovered }) => discovered)
    .map(({ name, flows: [flow] }) => {
      const at = `${flow?.authorizationUrl} and ${flow?.tokenUrl}`;
      return `The document leaves the endpoints of ${name} to its discovery document. In the mock they are ${at}, for the code flow and client credentials.`;
    });
}

/** Whether the document names neither authorization nor token endpoints for a scheme that issues tokens. */
export function lacksEndpoints({ type, flows, metadataUrl }: Scheme, { schemes }: Pick<Contract, 'schemes'>): boolean {
  if (flows.length > 0 || (type !== 'oauth2' && type !== 'openIdConnect')) return false;
  return metadataUrl === undefined || !schemes.some((other) => other.flows.length > 0 && other.metadataUrl === metadataUrl);
}

/** The schemes, and the parts of them, that cannot be simulated, in sentences. */
export function unsupportedOf(contract: Pick<Contract, 'schemes'>): readonly string[] {
  const rejected = 'Requests that depend on it are rejected.';
  return contract.schemes.flatMap((scheme) => {
    const { name, kind, type, challenge, metadataUrl } = scheme;
    if (lacksEndpoints(scheme, contract)) {
      const served =
        type === 'oauth2' || metadataUrl === undefined
          ? 'accepts its own tokens'
          : 'serves the discovery document, its keys and signed tokens';
      return [
        `The authorization and token endpoints of ${name} are not served, because the document does not name them: the mock ${served}.`,
      ];
    }
    if (kind !== 'unsupported') return [];
    const words = [type, challenge].filter((part) => part !== undefined && part !== '').join(' ');
    return [`The scheme ${name} (${words === '' ? 'its type cannot be read' : words}) is not simulated. ${rejected}`];
  });
}

/** The operations that are not tested like others, in sentences. */
export function untestedOf(contract: Pick<Contract, 'schemes' | 'servers' | 'operations'>): readonly string[] {
  return contract.operations.flatMap((operation) => {
    const why = exemption(contract, operation);
    return why === undefined ? [] : [`${operation.id}: ${why}.`];
  });
}

/** Examples that are sent although their schemas do not allow them. */
function invalidExamples(operations: readonly Operation[]): readonly string[] {
  const places = operations.flatMap(({ id, success, unauthorized, forbidden, limited, body }) => [
    ...[success, unauthorized, forbidden, limited]
      .filter(({ content }) => content.some(({ exampleInvalid }) => exampleInvalid))
      .map(({ status }) => `the ${status} of ${id}`),
    ...(body?.content.some(({ exampleInvalid }) => exampleInvalid) ? [`the request body of ${id}`] : []),
  ]);
  const most = 3;
  const more = places.length > most ? ` and ${places.length - most} more` : '';
  if (places.length === 0) return [];
  return [
    `Its schema does not allow the example of ${places.slice(0, most).join(', ')}${more}. It is sent as it stands, since no other value could be made.`,
  ];
}

function requiresScopes(operations: readonly Operation[]): boolean {
  return operations.some(({ security }) => security.some(({ requirements }) => requirements.some(({ scopes }) => scopes.length > 0)));
}

function undocumented(operations: readonly Operation[], name: 'unauthorized' | 'forbidden' | 'limited'): readonly string[] {
  const lacking = operations.filter((operation) => !operation.public && !operation[name].documented);
  const first = lacking[0];
  if (first === undefined) return [];
  const more = lacking.length === 1 ? '' : ` and ${lacking.length - 1} more`;
  return [`The ${first[name].status} of ${first.id}${more} is not documented. The mock returns ${described(first[name])}.`];
}

function described(response: DocumentedResponse): string {
  const example = response.content[0]?.example;
  return `${response.status}${example === undefined ? ' without content' : ` ${JSON.stringify(example)}`}`;
}

function needsAddresses({ plans, principals }: Compiled): boolean {
  return plans.some(({ features }) => features.includes('ipAllowList')) || principals.some(({ from }) => from !== undefined);
}

function list(named: readonly { readonly name: string }[]): string {
  const most = 12;
  const names = named.slice(0, most).map(({ name }) => name);
  return names.join(', ') + (named.length > most ? ` and ${named.length - most} more` : '');
}

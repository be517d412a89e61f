import type { Contract, DocumentedResponse, Operation } from '../contract.ts';
import type { Extension } from '../extension/schema.ts';

type Compiled = Pick<
  Contract,
  'operations' | 'insecure' | 'ipBlocked' | 'rateLimit' | 'plans' | 'whoami' | 'accounts' | 'principals' | 'secureOnly' | 'schemes'
>;

/** What the loader assumed, in sentences. */
export function assumptionsOf(contract: Compiled, extension: Extension): readonly string[] {
  const { operations, insecure, ipBlocked, rateLimit, plans, whoami, principals, secureOnly } = contract;
  const headers = rateLimit.limit.concat(rateLimit.remaining, rateLimit.reset).map(({ header, pointer }) => header ?? pointer);
  return [
    ...undocumented(operations, 'unauthorized'),
    ...(requiresScopes(operations) ? undocumented(operations, 'forbidden') : []),
    ...(plans.length > 0 || headers.length > 0 ? undocumented(operations, 'limited') : []),
    ...(secureOnly && !insecure.documented
      ? [`The response to plain HTTP is not documented. The mock returns ${described(insecure)}.`]
      : []),
    ...(needsAddresses(contract) && !ipBlocked.documented
      ? [`The response to a disallowed address is not documented. The mock returns ${described(ipBlocked)}.`]
      : []),
    ...(extension.rateLimit || headers.length === 0 ? [] : [`Limits are reported in ${headers.join(', ')}, according to their names.`]),
    ...(extension.whoami || !whoami
      ? []
      : [`${whoami.operation} returns the caller’s identity, because its response has a list of scopes.`]),
    ...(extension.accounts || contract.accounts.length === 0 ? [] : [`The accounts ${list(contract.accounts)} are generated.`]),
    ...(extension.principals || principals.length === 0 ? [] : [`The principals ${list(principals)} are generated.`]),
  ];
}

/** What cannot be simulated, in sentences. */
export function unsupportedOf({ schemes }: Pick<Contract, 'schemes'>): readonly string[] {
  const rejected = 'Requests that depend on it are rejected.';
  return schemes.flatMap(({ name, kind, type, challenge }) => {
    if (kind === 'certificate') return [`The scheme ${name} requires a client certificate, which is not simulated. ${rejected}`];
    return kind === 'unsupported'
      ? [`The scheme ${name} (${[type, challenge].filter(Boolean).join(' ')}) is not simulated. ${rejected}`]
      : [];
  });
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

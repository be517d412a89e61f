import type { Contract, DocumentedResponse, Operation } from '../contract.ts';
import type { Extension } from '../extension/schema.ts';

type Compiled = Pick<
  Contract,
  'operations' | 'insecure' | 'ipBlocked' | 'rateLimit' | 'plans' | 'whoami' | 'accounts' | 'principals' | 'secureOnly' | 'schemes'
>;

/** What was filled in, in plain sentences. */
export function assumptionsOf(contract: Compiled, extension: Extension): readonly string[] {
  const { operations, insecure, ipBlocked, rateLimit, plans, whoami, principals, secureOnly } = contract;
  const fields = rateLimit.limit.concat(rateLimit.remaining, rateLimit.reset).map(({ header, pointer }) => header ?? pointer);
  return [
    ...undescribed(operations, 'unauthorized'),
    ...(asksForScopes(operations) ? undescribed(operations, 'forbidden') : []),
    ...(plans.length > 0 || fields.length > 0 ? undescribed(operations, 'limited') : []),
    ...(secureOnly && !insecure.documented ? [`The answer to plain HTTP is not documented: the mock answers ${answer(insecure)}.`] : []),
    ...(needsAddresses(contract) && !ipBlocked.documented
      ? [`The refusal of an address is not documented: the mock answers ${answer(ipBlocked)}.`]
      : []),
    ...(extension.rateLimit || fields.length === 0
      ? []
      : [`Limits are told in ${fields.join(', ')}, going by the names of these headers.`]),
    ...(extension.whoami || !whoami ? [] : [`${whoami.operation} tells a caller who it is, going by its list of scopes.`]),
    ...(extension.accounts || contract.accounts.length === 0 ? [] : [`The accounts ${list(contract.accounts)} are made up.`]),
    ...(extension.principals || principals.length === 0 ? [] : [`The principals ${list(principals)} are made up.`]),
  ];
}

/** What cannot be simulated, in plain sentences. */
export function unsupportedOf({ schemes }: Pick<Contract, 'schemes'>): readonly string[] {
  const refused = 'Requests that depend on it are refused.';
  return schemes.flatMap(({ name, kind, type, challenge }) => {
    if (kind === 'certificate') return [`The scheme ${name} asks for a client certificate, which is not simulated. ${refused}`];
    return kind === 'unsupported'
      ? [`The scheme ${name} (${[type, challenge].filter(Boolean).join(' ')}) is not simulated. ${refused}`]
      : [];
  });
}

function asksForScopes(operations: readonly Operation[]): boolean {
  return operations.some(({ security }) => security.some(({ requirements }) => requirements.some(({ scopes }) => scopes.length > 0)));
}

function undescribed(operations: readonly Operation[], name: 'unauthorized' | 'forbidden' | 'limited'): readonly string[] {
  const lacking = operations.filter((operation) => !operation.public && !operation[name].documented);
  const first = lacking[0];
  if (first === undefined) return [];
  const more = lacking.length === 1 ? '' : ` and ${lacking.length - 1} more`;
  return [`${first[name].status} of ${first.id}${more} is not documented: the mock answers ${answer(first[name])}.`];
}

function answer(response: DocumentedResponse): string {
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

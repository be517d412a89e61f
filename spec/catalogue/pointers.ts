import type { Contract, Flow, Operation } from '../contract.ts';

/** Where the document declares something; for an operation, if it violated it. */
export type Pointer = (contract: Contract, operation?: Operation) => string;

/**
 * Where the document declares each kind of behaviour; the root if there is no single place.
 * Each returns a JSON Pointer into the bundled document.
 */
const firstSecured = (contract: Contract) => contract.operations.find((operation) => !operation.public);
const flowsOf = ({ schemes }: Contract) => schemes.flatMap(({ flows }) => flows);
const oauthScheme = ({ schemes }: Contract) => schemes.find(({ type }) => type === 'oauth2');
const grants = (contract: Contract) => (flowsOf(contract)[0] ?? oauthScheme(contract))?.place.pointer ?? '/components/securitySchemes';

export const pointers = {
  servers: () => '/servers',
  schemes: (contract: Contract) => contract.schemes[0]?.place.pointer ?? '/components/securitySchemes',
  /** What an operation asks of a credential: its own `security`, or that of the document. */
  security: (contract: Contract, operation = firstSecured(contract)) => {
    const own = `${operation?.place.pointer}/security`;
    return own in contract.places ? own : '/security';
  },
  unauthorized: (contract: Contract, operation = firstSecured(contract)) => (operation ?? contract).unauthorized.place.pointer,
  forbidden: (contract: Contract, operation = firstSecured(contract)) => (operation ?? contract).forbidden.place.pointer,
  limited: (contract: Contract) => (firstSecured(contract)?.limited ?? contract.limited).place.pointer,
  insecure: (contract: Contract) => contract.insecure.place.pointer,
  blocked: (contract: Contract) => contract.ipBlocked.place.pointer,
  addresses: (contract: Contract) => contract.plans.find(({ features }) => features.includes('ipAllowList'))?.place.pointer ?? '',
  plans: (contract: Contract) => (contract.plans.length > 0 ? '/x-auth-conformance/plans' : ''),
  rateLimit: (contract: Contract) => contract.rateLimit.place.pointer,
  implies: () => '/x-auth-conformance/implies',
  whoami: (contract: Contract) => contract.whoami?.place.pointer ?? '',
  operations: () => '/paths',
  grants,
  clientAuthentication: (contract: Contract) =>
    contract.clientAuthentication.length > 0 ? '/x-auth-conformance/clientAuthentication' : grants(contract),
} satisfies { readonly [name: string]: Pointer };

/** Where the document declares its first OAuth flow of a kind; if there is none, its first OAuth flow of any kind. */
export function flowPointer(kind: Flow['kind']): (contract: Contract) => string {
  return (contract) => flowsOf(contract).find((flow) => flow.kind === kind)?.place.pointer ?? grants(contract);
}

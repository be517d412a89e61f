import type { Contract } from '../contract.ts';

/**
 * Where the document makes each kind of promise; the root where it makes it nowhere in particular.
 * Each answers a JSON Pointer into the bundled document.
 */
const firstSecured = (contract: Contract) => contract.operations.find((operation) => !operation.public);

export const pointers = {
  servers: () => '/servers',
  schemes: (contract: Contract) => contract.schemes[0]?.place.pointer ?? '/components/securitySchemes',
  unauthorized: (contract: Contract) => (firstSecured(contract)?.unauthorized ?? contract.unauthorized).place.pointer,
  forbidden: (contract: Contract) => (firstSecured(contract)?.forbidden ?? contract.forbidden).place.pointer,
  limited: (contract: Contract) => (firstSecured(contract)?.limited ?? contract.limited).place.pointer,
  insecure: (contract: Contract) => contract.insecure.place.pointer,
  plans: (contract: Contract) => (contract.plans.length > 0 ? '/x-auth-conformance/plans' : ''),
  rateLimit: (contract: Contract) => contract.rateLimit.place.pointer,
  implies: () => '/x-auth-conformance/implies',
  whoami: (contract: Contract) => contract.whoami?.place.pointer ?? '',
  operations: () => '/paths',
} satisfies { readonly [name: string]: (contract: Contract) => string };

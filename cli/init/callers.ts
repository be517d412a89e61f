import type { Contract } from '../../spec/contract.ts';
import { createPrincipals } from '../../suites/principals/principals.ts';
import { proposedPrincipal } from './cost.ts';
import type { ProposedRole } from './role.ts';

const mostOperations = 40;
const mostNames = 6;

/** Lines that say who may call each operation. */
export function callerLines(contract: Contract, roles: readonly ProposedRole[]): readonly string[] {
  const principals = createPrincipals(contract, { principals: roles.map(proposedPrincipal) });
  const shown = contract.operations.slice(0, mostOperations);
  const width = Math.max(0, ...shown.map(({ method, path }) => `${method} ${path}`.length));
  const lines = shown.map((operation) => {
    const callers = operation.public ? 'everyone' : listed(principals.able(operation).map(({ name }) => name));
    return `  ${`${operation.method} ${operation.path}`.padEnd(width)}  ${callers}`;
  });
  const rest = contract.operations.length - shown.length;
  return ['Who may call each operation, by the document:', ...lines, ...(rest > 0 ? [`  … and ${rest} more`] : [])];
}

function listed(names: readonly string[]): string {
  if (names.length === 0) return 'none of the principals';
  const rest = names.length - mostNames;
  return rest > 0 ? `${names.slice(0, mostNames).join(', ')} and ${rest} more` : names.join(', ');
}

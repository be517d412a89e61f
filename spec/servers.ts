import type { Contract, Operation, Server } from './contract.ts';

/** The servers of an operation: its own or those of its path, otherwise the servers of the document. */
export function serversFor(contract: Pick<Contract, 'servers'>, operation: Pick<Operation, 'servers'>): readonly Server[] {
  return operation.servers ?? contract.servers;
}

/** Every server of a document, those of its operations included. */
export function everyServer({ servers, operations }: Pick<Contract, 'servers' | 'operations'>): readonly Server[] {
  return [...servers, ...operations.flatMap((operation) => operation.servers ?? [])];
}

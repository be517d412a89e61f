import type { Collection, Operation } from '../../spec/contract.ts';
import type { Principals } from '../principals/principals.ts';
import type { Principal } from '../engine/settings.ts';

/** A principal that can read an object, and by which operation. */
export interface Witness {
  readonly reader: Principal;
  readonly read: Operation;
}

/** Principals that may read what a principal of their account may create; none if the collection's objects cannot be read. */
export function witnessesOf(principals: Principals, operations: readonly Operation[], collection: Collection): readonly Witness[] {
  const read = operations.find(({ id }) => id === collection.read);
  const create = operations.find(({ id }) => id === collection.create);
  if (!read || !create) return [];
  const creators = new Set(principals.able(create).map(({ account }) => account));
  return principals
    .able(read)
    .filter(({ account }) => creators.has(account))
    .map((reader) => ({ reader, read }));
}

import type { Operation, Scheme } from '../contract.ts';
import type { Plan } from '../quotas.ts';
import type { Extension } from '../extension/schema.ts';

/** The input for fixtures. */
export interface FixtureInput {
  readonly extension: Extension;
  readonly plans: readonly Plan[];
  readonly schemes: readonly Scheme[];
  readonly operations: readonly Operation[];
  readonly scopes: readonly string[];
}

/** The default account. */
export const HOME = 'main';

/** The entries of a record, each with its key as name. */
export function entriesOf<Value extends object>(record: {
  readonly [name: string]: Value;
}): readonly ({ readonly name: string } & Value)[] {
  return Object.entries(record).map(([name, value]) => ({ name, ...value }));
}

import type { Operation, Plan, Scheme } from '../contract.ts';
import type { Extension } from '../extension/schema.ts';

/** What fixtures are made from. */
export interface FixtureInput {
  readonly extension: Extension;
  readonly plans: readonly Plan[];
  readonly schemes: readonly Scheme[];
  readonly operations: readonly Operation[];
  readonly scopes: readonly string[];
}

/** The account that most principals belong to where the document names none. */
export const HOME = 'main';

/** The entries of a record, each with its name. */
export function entriesOf<Value extends object>(record: {
  readonly [name: string]: Value;
}): readonly ({ readonly name: string } & Value)[] {
  return Object.entries(record).map(([name, value]) => ({ name, ...value }));
}

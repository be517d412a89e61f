/** The kinds that a table of them lists, in its order. */
export function kindsOf<Table extends object>(table: Table): readonly (keyof Table & string)[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the tables are literals: they have no other keys
  return Object.keys(table) as (keyof Table & string)[];
}

type Defined<Value> = { readonly [Name in keyof Value as undefined extends Value[Name] ? never : Name]: Value[Name] } & {
  readonly [Name in keyof Value as undefined extends Value[Name] ? Name : never]?: Exclude<Value[Name], undefined>;
};

/** A copy without members that are undefined. */
export function defined<const Value extends object>(value: Value): Defined<Value> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the filter does what the type says
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as Defined<Value>;
}

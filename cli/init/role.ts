/** An entry of `principals` or `clients`, with values in the form of the file. */
export interface ProposedRole {
  readonly name: string;
  /** Its purpose in one sentence. */
  readonly description: string;
  readonly entry: { readonly [key: string]: Value };
  /** The variables of its secrets. */
  readonly variables: readonly Variable[];
}

export interface Variable {
  readonly name: string;
  readonly description: string;
}

export type Value = string | boolean | readonly string[] | { readonly [key: string]: Value };

/** An entry of `principals` or `clients`: values as they stand in the file, references among them. */
export interface ProposedRole {
  readonly name: string;
  /** What it is there for, in a sentence. */
  readonly says: string;
  readonly entry: { readonly [key: string]: Value };
  /** The variables that it takes its secrets from, each with what belongs into it. */
  readonly variables: readonly Variable[];
}

export interface Variable {
  readonly name: string;
  readonly says: string;
}

export type Value = string | boolean | readonly string[] | { readonly [key: string]: Value };

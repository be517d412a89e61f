/** What has to notice a mutant: it throws, or what it promises is rejected, where something is wrong. */
export interface Probation {
  readonly name: string;
  /** The file that it comes from, from the root of the project. */
  readonly file: string;
  /** What it is about, such as a requirement: of many that a mutant touches, one about each comes first, then the second about each. */
  readonly about: string;
  /** Of those of one group the first that holds without a mutant is taken, and the others are not tried. */
  readonly oneOf?: string;
  run(): Promise<void>;
}

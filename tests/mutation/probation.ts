/** What has to notice a mutant: it throws, or what it promises is rejected, where something is wrong. */
export interface Probation {
  readonly name: string;
  /** The file that it comes from, from the root of the project. */
  readonly file: string;
  /** What it is about, such as a requirement: of many that a mutant touches, one about each comes first, then the second about each. */
  readonly about: string;
  run(): Promise<void>;
}

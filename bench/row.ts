import type { Lab } from './lab.ts';
import type { Line } from './line.ts';

/** Something that is measured. */
export interface Row {
  readonly name: string;
  /** What it is, in a few words. */
  readonly description: string;
  /** Whether it is measured without wrk. */
  readonly isUnloaded?: true;
  measure(lab: Lab): Promise<readonly Line[]>;
}

import type { Result } from '../suites/result.ts';

/** One way of telling a result. */
export interface Format {
  /** What `--format` calls it. */
  readonly name: string;
  /** The file of the report directory that it becomes; undefined where it is printed. */
  readonly file: string | undefined;
  /** The whole text, ending in a newline. */
  readonly render: (result: Result) => string;
}

import type { Result } from '../suites/result/result.ts';

/** A report format. */
export interface Format {
  /** Its name for `--format`. */
  readonly name: string;
  /** Its file in the report directory; undefined if it is printed. */
  readonly file: string | undefined;
  /** The whole text, ending in a newline. */
  readonly render: (result: Result) => string;
  /** Further files. If there are none, the main file is not written either. */
  readonly files?: (result: Result) => readonly ReportFile[];
}

/** A file with its path in the report directory, with forward slashes. */
export interface ReportFile {
  readonly file: string;
  readonly text: string;
}

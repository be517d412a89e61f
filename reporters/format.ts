import type { Result } from '../suites/result/result.ts';

/** One way of telling a result. */
export interface Format {
  /** What `--format` calls it. */
  readonly name: string;
  /** The file of the report directory that it becomes; undefined where it is printed. */
  readonly file: string | undefined;
  /** The whole text, ending in a newline. */
  readonly render: (result: Result) => string;
  /** Further files, where one is not enough. Nothing at all is written where there are none. */
  readonly files?: (result: Result) => readonly ReportFile[];
}

/** A file, by its path below the report directory, with forward slashes. */
export interface ReportFile {
  readonly file: string;
  readonly text: string;
}

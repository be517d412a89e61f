import { dirname } from 'node:path';
import { readResult } from '../results/read.ts';
import { openDraft } from '../baseline/draft.ts';
import { makeFolder } from '../output/folder.ts';
import { fileFormats, parseFormats, writeReports } from '../output/reports.ts';
import { parseReporters, printResult } from '../run/print.ts';

export interface ReportCommand {
  /** Path of a `results.json`. */
  readonly results: string;
  /** Folder of the reports; by default the folder of the result. */
  readonly reportDir?: string | undefined;
  readonly format?: string | undefined;
  /** Path of a baseline to write the failures to. */
  readonly writeBaseline?: string | undefined;
  readonly json: boolean;
  /** Formats for standard output, comma-separated. */
  readonly reporter?: string | undefined;
  readonly verbose: boolean;
}

/** Writes the reports of an earlier run again, and returns the exit code of that run. Sends nothing. */
export async function report(command: ReportCommand): Promise<number> {
  const { results, reportDir = dirname(results), format, writeBaseline } = command;
  // The result itself exists; it is written only if --format names it.
  const names = format === undefined ? fileFormats.filter((name) => name !== 'json') : parseFormats(format);
  parseReporters(command);
  const result = await readResult(results);
  const draft = await openDraft(writeBaseline);
  await makeFolder('--report-dir', reportDir);
  const drafted = await draft?.(result);
  if (drafted !== undefined) process.stderr.write(`${drafted}\n`);
  await printResult(result, await writeReports(result, reportDir, names), command);
  return result.exit.code;
}

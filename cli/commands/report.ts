import { randomBytes } from 'node:crypto';
import { dirname } from 'node:path';
import { createRedactor } from '../../suites/redaction/redactor.ts';
import { readResult } from '../results/read.ts';
import { openDraft } from '../baseline/draft.ts';
import { makeFolder } from '../run/folder.ts';
import { fileFormats, parseFormats, writeReports } from '../run/reports.ts';
import { tell } from '../run/print.ts';

export interface ReportCommand {
  /** Path of a `results.json`. */
  readonly results: string;
  /** Where the reports go; beside the result where absent. */
  readonly reportDir?: string | undefined;
  readonly format?: string | undefined;
  /** Where failures are written to, to be accepted. */
  readonly writeBaseline?: string | undefined;
  readonly json: boolean;
}

/** Renders an earlier run again, and answers the exit code that the run had. Sends nothing. */
export async function report(command: ReportCommand): Promise<number> {
  const { results, reportDir = dirname(results), format, writeBaseline, json } = command;
  // The result itself is written only where that is asked for: it is there already.
  const names = format === undefined ? fileFormats.filter((name) => name !== 'json') : parseFormats(format);
  const result = await readResult(results);
  const draft = await openDraft(writeBaseline);
  await makeFolder('--report-dir', reportDir);
  const redactor = createRedactor(randomBytes(16).toString('hex'));
  const drafted = await draft?.(result);
  if (drafted !== undefined) process.stderr.write(`${drafted}\n`);
  tell(result, await writeReports(result, reportDir, names, redactor), json, redactor);
  return result.exit.code;
}

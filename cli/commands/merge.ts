import { dirname, resolve } from 'node:path';
import { usage } from '../failure.ts';
import { shardsInOrder } from '../merge/shards.ts';
import { union } from '../merge/union.ts';
import { readResult } from '../results/read.ts';
import { makeFolder } from '../output/folder.ts';
import { parseFormats, writeReports } from '../output/reports.ts';
import { parseReporters, printResult } from '../run/print.ts';

export interface MergeCommand {
  /** Paths of the `results.json` of all shards. */
  readonly results: readonly string[];
  readonly reportDir: string;
  readonly format?: string | undefined;
  readonly json: boolean;
  /** Formats for standard output, comma-separated. */
  readonly reporter?: string | undefined;
  readonly verbose: boolean;
}

/** Merges the results of the shards of a run, writes the reports, and returns the exit code of the whole run. Sends nothing. */
export async function mergeCommand({ results, reportDir, format, ...printing }: MergeCommand): Promise<number> {
  const names = ['json', ...parseFormats(format)];
  parseReporters(printing);
  const own = results.find((file) => resolve(dirname(file)) === resolve(reportDir));
  if (own !== undefined) throw usage(`--report-dir: ${reportDir} contains ${own}, the result of a shard: choose another folder`);
  const shards = await Promise.all(results.map(async (file) => ({ file, result: await readResult(file) })));
  const result = union(shardsInOrder(shards));
  await makeFolder('--report-dir', reportDir);
  await printResult(result, await writeReports(result, reportDir, names), printing);
  return result.exit.code;
}

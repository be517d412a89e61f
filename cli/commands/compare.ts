import { compareResults, type Given, type ComparedLevel } from '../compare/comparison.ts';
import { comparisonFormats, type ComparisonFormat } from '../compare/formats.ts';
import { usage } from '../failure.ts';
import { printExit } from '../output/streams.ts';
import { readResult } from '../results/read.ts';

export interface CompareCommand {
  /** Path of the `results.json` of the earlier run. */
  readonly old: string;
  /** Path of the `results.json` of the later run. */
  readonly new: string;
  readonly format: ComparisonFormat;
  readonly json: boolean;
  readonly failOn?: ComparedLevel | undefined;
}

/** Compares a run with an earlier one, prints the differences, and returns the exit code. Sends nothing. */
export async function compare(command: CompareCommand): Promise<number> {
  const [old, latest] = await Promise.all([command.old, command.new].map(given));
  const comparison = compareResults(old!, latest!, command.failOn);
  process.stdout.write(comparisonFormats[command.json ? 'json' : command.format](comparison));
  return printExit(comparison.code, comparison.reason);
}

async function given(file: string): Promise<Given> {
  const result = await readResult(file);
  if (result.verdict === 'unusable')
    throw usage(
      `${file} is the result of an unusable run: ${result.exit.reason}\nSee its preflight messages, fix the problems, and run again.`,
      'results/invalid',
    );
  return { file, result };
}

import { visibleLine } from '../../reporters/digest/visible.ts';
import { compareResults, type Given, type ComparedLevel } from '../compare/comparison.ts';
import { comparisonFormats, type ComparisonFormat } from '../compare/formats.ts';
import { usage } from '../failure.ts';
import { readResult } from '../results/read.ts';

export interface CompareCommand {
  /** Path of the `results.json` of the earlier run. */
  readonly old: string;
  /** Path of that of the later run. */
  readonly new: string;
  readonly format: ComparisonFormat;
  readonly json: boolean;
  readonly failOn?: ComparedLevel | undefined;
}

/** Holds a run against an earlier one, prints what is otherwise, and answers the exit code. Sends nothing. */
export async function compare(command: CompareCommand): Promise<number> {
  const [old, latest] = await Promise.all([command.old, command.new].map(given));
  const comparison = compareResults(old!, latest!, command.failOn);
  process.stdout.write(comparisonFormats[command.json ? 'json' : command.format](comparison));
  process.stderr.write(`exit ${comparison.code}: ${visibleLine(comparison.reason)}\n`);
  return comparison.code;
}

async function given(file: string): Promise<Given> {
  const result = await readResult(file);
  if (result.verdict === 'unusable')
    throw usage(`${file} cannot be compared: ${result.exit.reason}\nIts preflight lines say what to change; then run again.`);
  return { file, result };
}

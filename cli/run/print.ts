import { formats } from '../../reporters/formats.ts';
import { renderTerminal } from '../../reporters/terminal/terminal.ts';
import { unknownName } from '../../spec/suggestion.ts';
import type { Result } from '../../suites/result/result.ts';
import { usage } from '../failure.ts';
import { isColoured } from '../output/colour.ts';
import { printExit } from '../output/streams.ts';

/** How a result is printed. */
export interface PrintOptions {
  readonly json: boolean;
  /** Formats for standard output, comma-separated. */
  readonly reporter?: string | undefined;
  /** Whether the text shows all evidence, or fits a screen. */
  readonly verbose: boolean;
}

/**
 * Parses `--reporter`.
 *
 * @throws {CommandFailure} with exit code 2 for an unknown format
 */
export function parseReporters({ json, reporter }: Pick<PrintOptions, 'json' | 'reporter'>): readonly string[] {
  if (reporter === undefined) return [json ? 'json' : 'terminal'];
  if (json) throw usage('--reporter: cannot be combined with --json, which is the same as --reporter json');
  const known = formats.map(({ name }) => name);
  const names = reporter.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) throw usage(`--reporter: ${unknownName('a list of formats', unknown, known)}`);
  return [...new Set(names)];
}

/** Prints a result in the chosen formats, and its exit code with the reason on standard error. */
export async function printResult(result: Result, reports: readonly string[], options: PrintOptions): Promise<void> {
  const colour = isColoured(process.stdout);
  const width = process.stdout.columns;
  for (const name of parseReporters(options)) {
    const text =
      name === 'terminal'
        ? renderTerminal(result, { colour, reports, verbose: options.verbose, ...(width && { width }) })
        : formats.find((format) => format.name === name)!.render(result);
    process.stdout.write(text);
  }
  await printExit(result.exit.code, result.exit.reason);
}

import { renderTerminal } from '../../reporters/terminal/terminal.ts';
import type { Result } from '../../suites/result/result.ts';
import { isColoured } from '../output/colour.ts';

/** How a result is printed. */
interface PrintOptions {
  readonly json: boolean;
  /** Whether the text shows all evidence, or fits a screen. */
  readonly verbose: boolean;
}

/** Prints a result as text or JSON, and its exit code with the reason on standard error. */
export function printResult(result: Result, reports: readonly string[], { json, verbose }: PrintOptions): void {
  const colour = isColoured(process.stdout);
  const width = process.stdout.columns;
  const text = json
    ? `${JSON.stringify(result, undefined, 2)}\n`
    : renderTerminal(result, { colour, reports, verbose, ...(width && { width }) });
  process.stdout.write(text);
  process.stderr.write(`exit ${result.exit.code}: ${result.exit.reason}\n`);
}

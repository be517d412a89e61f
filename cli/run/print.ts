import { renderTerminal } from '../../reporters/terminal/terminal.ts';
import type { Result } from '../../suites/result/result.ts';
import type { Redactor } from '../../suites/redaction/redactor.ts';

/** Prints a result as text or JSON, and its exit code with the reason on standard error. */
export function printResult(result: Result, reports: readonly string[], json: boolean, redactor: Pick<Redactor, 'redact'>): void {
  const colour = process.stdout.isTTY && process.env['NO_COLOR'] === undefined;
  const width = process.stdout.columns;
  const text = json ? `${JSON.stringify(result, undefined, 2)}\n` : renderTerminal(result, { colour, reports, ...(width && { width }) });
  process.stdout.write(redactor.redact(text));
  process.stderr.write(`exit ${result.exit.code}: ${redactor.redact(result.exit.reason)}\n`);
}

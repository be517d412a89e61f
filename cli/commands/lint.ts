import { bundledDocument, locateContract } from '../../spec/load.ts';
import { type DocumentArguments, loadOptions } from '../document.ts';
import { type FailOn, reportOn } from '../lint/report.ts';
import { describeLint } from '../lint/text.ts';

export interface LintCommand extends DocumentArguments {
  readonly json: boolean;
  readonly failOn: FailOn;
}

/** Where a command writes. */
interface Output {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
}

/**
 * Lists what a document requires, omits and contradicts; returns the exit code. Sends nothing.
 * @throws {DocumentError} if the document cannot be used
 */
export async function lintCommand(command: LintCommand, output: Output = process): Promise<number> {
  const { document, json, failOn, strict } = command;
  const located = await locateContract(document ?? bundledDocument, loadOptions(command));
  const report = reportOn(located, failOn, strict);
  output.stdout.write(json ? `${JSON.stringify(report, undefined, 2)}\n` : describeLint(report));
  output.stderr.write(`exit ${report.exit.code}: ${report.exit.reason}\n`);
  return report.exit.code;
}

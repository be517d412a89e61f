import { bundledDocument, locateContract } from '../../spec/load.ts';
import { type DocumentArguments, loadOptions } from '../document.ts';
import { printError } from '../output/errors.ts';
import { watchFiles } from '../output/watch.ts';
import { type FailOn, reportOn } from '../lint/report.ts';
import { describeLint } from '../lint/text.ts';
import { printExit } from '../output/streams.ts';

export interface LintCommand extends DocumentArguments {
  readonly json: boolean;
  readonly failOn: FailOn;
  /** Whether to repeat it after each change. */
  readonly watch?: boolean;
}

/** Where a command writes. */
interface Output {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
}

/**
 * Lists what a document requires after each change of it, until a signal ends it; returns the last exit code.
 * @throws {CommandFailure} with exit code 2 if the document is a URL
 */
export async function lintAgain(command: LintCommand): Promise<number> {
  let code = 0;
  await watchFiles(command, async (onFile) => {
    try {
      code = await lintCommand({ ...command, onFile });
    } catch (error) {
      code = printError(error);
    }
    process.stderr.write('Waiting for a change; Ctrl-C ends\n');
  });
  return code;
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
  return printExit(report.exit.code, report.exit.reason, output);
}

import { bundledDocument, locateContract } from '../../spec/loading/load.ts';
import { type FailOn, reportOn } from '../lint/report.ts';
import { describeLint } from '../lint/text.ts';

export interface LintCommand {
  readonly document?: string | undefined;
  readonly overlay: readonly string[];
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
export async function lintCommand({ document, overlay, json, failOn }: LintCommand, output: Output = process): Promise<number> {
  const located = await locateContract(document ?? bundledDocument, { overlays: overlay });
  const report = reportOn(located, failOn);
  output.stdout.write(json ? `${JSON.stringify(report, undefined, 2)}\n` : describeLint(report));
  output.stderr.write(`exit ${report.exit.code}: ${report.exit.reason}\n`);
  return report.exit.code;
}

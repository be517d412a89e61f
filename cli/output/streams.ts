import { visibleLine } from '../../reporters/digest/visible.ts';
import { exitCodes } from '../../suites/result/exit-code.ts';

/** Where a command writes. */
interface Streams {
  readonly stderr: { write(text: string): unknown };
}

let isBroken = false;

/** A reader that has seen enough, such as head, ends no command. Output that cannot be written for another reason is a failure. */
function onError(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE' || isBroken) return;
  isBroken = true;
  process.exitCode = exitCodes.harness;
  process.stderr.write(`exit ${exitCodes.harness}: cannot write the output: ${error.message} [output/unwritable]\n`);
}

/** Handles the errors of standard output and standard error, which would end the process with a trace. */
export function watchStreams(): void {
  for (const stream of [process.stdout, process.stderr]) stream.off('error', onError).on('error', onError);
}

/** Prints the last line of a command: `exit 0: proved`. It is missing if the output before it could not be written. */
export async function printExit(code: number, reason: string, { stderr }: Pick<Streams, 'stderr'> = process): Promise<number> {
  // A file that cannot be written reports it one turn later.
  await new Promise(setImmediate);
  if (!isBroken) stderr.write(`exit ${code}: ${visibleLine(reason)}\n`);
  return code;
}

/** The exit code of a command: 70 if its output could not be written. */
export function exitCodeOf(code: number): number {
  return isBroken ? exitCodes.harness : code;
}

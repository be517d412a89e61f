import { exitCodes } from '../failure.ts';

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

/** The exit code of a command: 70 if its output could not be written. */
export function exitCodeOf(code: number): number {
  return isBroken ? exitCodes.harness : code;
}

import { exitCodes } from '../suites/result/exit-code.ts';

/** What kind of failure ended a command. Codes are stable; messages may change. */
export type FailureCode =
  /** A wrong command, argument or option. */
  | 'usage'
  /** The configuration file cannot be read, is not valid YAML, or does not fit its schema or the document. */
  | 'configuration/invalid'
  /** A secret of the configuration cannot be read. */
  | 'configuration/secret'
  /** The baseline file cannot be read or has a mistake. */
  | 'baseline/invalid'
  /** A `results.json` cannot be read or has another format. */
  | 'results/invalid'
  /** The results are not all shards of one run. */
  | 'merge/mismatch'
  /** A file exists and `--force` was not given. */
  | 'output/exists'
  /** A file or folder cannot be written. */
  | 'output/unwritable'
  /** The mock cannot listen on its ports. */
  | 'mock/listen'
  /** What the processes of a mock share has no place, or its place was lost. */
  | 'mock/store'
  /** The target cannot be reached or is not the server that the document describes. */
  | 'target/unusable'
  /** The check cannot be made with this document and configuration. */
  | 'replay/impossible'
  /** The harness itself failed: a bug, or a broken installation. */
  | 'harness/failed'
  /** A signal ended the command. */
  | 'interrupted';

/** Ends the command with an exit code and a message, without a stack trace. */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure';
  /** The exit code of the process. */
  readonly exit: number;
  readonly code: FailureCode;

  constructor(exit: number, code: FailureCode, message: string) {
    super(message);
    this.exit = exit;
    this.code = code;
  }
}

/** Wrong usage, or wrong input: exit code 2. */
export const usage = (message: string, code: FailureCode = 'usage') => new CommandFailure(exitCodes.usage, code, message);

/** A mistake in the configuration file: exit code 2. */
export const misconfigured = (message: string) => usage(message, 'configuration/invalid');

/** A failure of the harness itself: exit code 70. */
export const harnessFailure = (message: string, code: FailureCode = 'harness/failed') =>
  new CommandFailure(exitCodes.harness, code, message);

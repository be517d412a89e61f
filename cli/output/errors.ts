import { visibleText } from '../../reporters/digest/visible.ts';
import type { DocumentError, DocumentErrorCode } from '../../spec/loading/problem.ts';
import { CommandFailure, type FailureCode } from '../failure.ts';
import { exitCodes } from '../../suites/result/exit-code.ts';

/** What went wrong, in a few words, for messages of several lines. */
const reasons: { readonly [code in FailureCode | DocumentErrorCode]: string } = {
  usage: 'wrong command, argument or option',
  'configuration/invalid': 'the configuration is invalid',
  'configuration/secret': 'a secret of the configuration cannot be read',
  'baseline/invalid': 'the baseline is invalid',
  'results/invalid': 'a result cannot be used',
  'merge/mismatch': 'the results are not all shards of one run',
  'output/exists': 'a file exists',
  'output/unwritable': 'the output cannot be written',
  'mock/listen': 'the mock cannot listen',
  'mock/store': 'the processes of the mock have no store',
  'target/unusable': 'the target is unusable',
  'replay/impossible': 'the check cannot be repeated',
  'harness/failed': 'the harness failed; this is a bug of auth-conformance',
  interrupted: 'interrupted',
  'document/unreadable': 'the document cannot be read',
  'document/syntax': 'the document is neither YAML nor JSON',
  'document/version': 'the document is not OpenAPI 3.0, 3.1 or 3.2',
  'document/reference': 'a reference of the document leads to a file that it may not read',
  'document/invalid': 'the document is invalid',
  'document/extension': 'x-auth-conformance has a mistake',
  'document/overlay': 'an overlay has a mistake',
};

interface Failure {
  readonly exit: number;
  readonly code: FailureCode | DocumentErrorCode;
  readonly message: string;
}

/** Prints an error on standard error; returns the exit code. */
export const printError = (error: unknown): number => printed(failureOf(error));

/** An error in words, for a command that goes on: message and code. */
export function errorText(error: unknown): string {
  const { message, code } = failureOf(error);
  return `${visibleText(message)} [${code}]`;
}

function failureOf(error: unknown): Failure {
  if (error instanceof CommandFailure) return error;
  if (isDocumentError(error)) return { exit: exitCodes.usage, code: error.code, message: error.message };
  if (error instanceof Error && error.name === 'UnknownFilter') return { exit: exitCodes.usage, code: 'usage', message: error.message };
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { exit: exitCodes.harness, code: 'harness/failed', message: `${reasons['harness/failed']}:\n${trace}` };
}

/** By name, so that the loader is not imported by every command. */
function isDocumentError(error: unknown): error is DocumentError {
  return error instanceof Error && error.name === 'DocumentError';
}

/** The last line has exit code, reason and error code. A message of one line is the reason; of a longer one the reason is a summary. */
function printed({ exit, code, message }: Failure): number {
  const visible = visibleText(message);
  const isShort = !message.includes('\n');
  process.stderr.write(`${isShort ? '' : `${visible}\n`}exit ${exit}: ${isShort ? visible : reasons[code]} [${code}]\n`);
  return exit;
}

import { visibleText } from '../../reporters/digest/visible.ts';
import type { DocumentError, DocumentErrorCode } from '../../spec/loading/problem.ts';
import { CommandFailure, exitCodes, type FailureCode } from '../failure.ts';

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

/** Prints an error on standard error; returns the exit code. */
export function printError(error: unknown): number {
  if (error instanceof CommandFailure) return printed(error.exit, error.code, error.message);
  if (isDocumentError(error)) return printed(exitCodes.usage, error.code, error.message);
  if (error instanceof Error && error.name === 'UnknownFilter') return printed(exitCodes.usage, 'usage', error.message);
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return printed(exitCodes.harness, 'harness/failed', `${reasons['harness/failed']}:\n${trace}`);
}

/** By name, so that the loader is not imported by every command. */
function isDocumentError(error: unknown): error is DocumentError {
  return error instanceof Error && error.name === 'DocumentError';
}

/** The last line has exit code, reason and error code. A message of one line is the reason; of a longer one the reason is a summary. */
function printed(exit: number, code: FailureCode | DocumentErrorCode, message: string): number {
  const visible = visibleText(message);
  const isShort = !message.includes('\n');
  process.stderr.write(`${isShort ? '' : `${visible}\n`}exit ${exit}: ${isShort ? visible : reasons[code]} [${code}]\n`);
  return exit;
}

import type { Contract } from '../spec/contract.ts';
import { bundledDocument, readContract, type LoadOptions } from '../spec/loading/bundled.ts';
import { DocumentError, sortedProblems } from '../spec/loading/problem.ts';
import { nearestPlace } from '../spec/loading/source-location.ts';

/** The command line arguments of all commands that read a document. */
export interface DocumentArguments {
  readonly document?: string | undefined;
  readonly overlay: readonly string[];
  readonly allowDir?: readonly string[];
  readonly allowRemote?: boolean;
  readonly strict?: boolean;
  /** Called with the path of each file before it is read. */
  readonly onFile?: LoadOptions['onFile'];
}

/** The options of the loader. */
export function loadOptions({ overlay, allowDir = [], allowRemote = false, onFile }: DocumentArguments): LoadOptions {
  return { overlays: overlay, allowedDirectories: allowDir, allowRemote, onFile };
}

/**
 * Reads the document of a command, else the bundled one.
 * @throws {DocumentError} if it cannot be used, or with `strict` if `lint` finds an error
 */
export async function openDocument(args: DocumentArguments): Promise<Contract> {
  const contract = await readContract(args.document ?? bundledDocument, loadOptions(args));
  if (args.strict === true) await checkStrictly(contract);
  return contract;
}

async function checkStrictly(contract: Contract): Promise<void> {
  const { lint } = await import('../spec/lint/lint.ts');
  const findings = lint(
    contract,
    (pointer) => contract.mistakes.find((mistake) => mistake.pointer === pointer) ?? nearestPlace(pointer, contract),
  );
  const errors = findings.filter(({ rule }) => rule.severity === 'error');
  if (errors.length === 0) return;
  throw new DocumentError(
    sortedProblems(errors.map(({ message, places: [place] }) => ({ code: 'document/invalid', message, ...place!, pointer: '' }))),
  );
}

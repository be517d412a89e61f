import { existsSync, statSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { checkedBaseUrl } from '../configuration/base-url.ts';
import { callerLines } from '../init/callers.ts';
import { configurationDraft } from '../init/draft.ts';
import { environmentText } from '../init/env.ts';
import { configurationText } from '../init/yaml.ts';
import { type DocumentArguments, openDocument } from '../document.ts';
import { harnessFailure, usage } from '../failure.ts';
import { writeWhole } from '../output/whole-file.ts';
import { usualFile } from '../run/prepare.ts';
import { schemaReference } from '../init/schema-reference.ts';
import { configurationSchemaPath, packageVersion } from '../version.ts';

export interface InitCommand extends DocumentArguments {
  readonly target?: string | undefined;
  /** Path of the new configuration. */
  readonly config?: string | undefined;
  readonly force: boolean;
  readonly stdout: boolean;
}

/** Documents that are used if none is given, in this order. */
const usualDocuments = ['openapi.yaml', 'openapi.yml', 'openapi.json'];

/** Where a command writes. */
interface Output {
  readonly stdout: { write(text: string): unknown };
}

/**
 * Writes a configuration for a document, and `.env.example` next to it; returns the exit code.
 *
 * @throws {CommandFailure} with exit code 2 if a file exists, {DocumentError} if the document cannot be used
 */
export async function init(command: InitCommand, output: Output = process): Promise<number> {
  const { overlay, force, config = usualFile } = command;
  const document = command.document ?? usualDocuments.find((path) => existsSync(path));
  const target = command.target === undefined ? undefined : checkedTarget(command.target);
  const contract = await openDocument({ ...command, document });
  const folder = dirname(resolve(config));
  const beside = (path: string) => (/^https?:/.test(path) ? path : dotted(relative(folder, resolve(path))));
  const draft = configurationDraft({
    contract,
    schema: schemaReference(folder, { path: configurationSchemaPath(), version: packageVersion() }),
    ...(document !== undefined && { document: beside(document) }),
    overlays: overlay.map(beside),
    ...(target !== undefined && { target }),
  });
  const [text, variables] = [configurationText(draft), environmentText(draft)];
  if (command.stdout) {
    output.stdout.write(text);
    return 0;
  }
  const example = join(dirname(config), '.env.example');
  const files = [{ path: config, text }, { path: example, text: variables }]; // oxfmt-ignore
  const there = files.filter(({ path }) => existsSync(path)).map(({ path }) => path);
  if (there.length > 0 && !force) {
    const verb = there.length === 1 ? 'exists and was' : 'exist and were';
    throw usage(`${there.join(' and ')} ${verb} not changed: replace with --force, or print with --stdout`, 'output/exists');
  }
  const occupied = there.find((path) => statSync(path).isDirectory());
  if (occupied !== undefined) throw usage(`${occupied} is a folder: name another file with --config`);
  await mkdir(folder, { recursive: true }).catch(({ message }: Error) => {
    throw usage(`--config: cannot create its folder: ${message}`);
  });
  for (const file of files) {
    await writeWhole(file.path, file.text).catch((error: unknown) => {
      throw harnessFailure(`cannot write ${file.path}: ${error instanceof Error ? error.message : String(error)}`, 'output/unwritable');
    });
  }
  const { principals, clients } = draft;
  output.stdout.write(
    [
      `${config}: ${counted(principals.length, 'principal')}${clients.length > 0 ? ` and ${counted(clients.length, 'client')}` : ''}, for ${contract.title} ${contract.version}`,
      `${example}: ${counted(draft.variables.length, 'variable')} to fill in`,
      ...callerLines(contract, principals),
      `Next: ${target === undefined ? `set target in ${config}, ` : ''}copy ${example} to .env and fill it in, then auth-conformance doctor`,
      '',
    ].join('\n'),
  );
  return 0;
}

const counted = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** A relative path in the form that configurations use. */
function dotted(path: string): string {
  const text = path.split(sep).join('/');
  return text.startsWith('.') ? text : `./${text}`;
}

function checkedTarget(target: string): string {
  if (target === 'mock') throw usage('--target: the mock needs no configuration: auth-conformance run --target mock');
  checkedBaseUrl('--target', target);
  return target;
}

import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { CommandFailure } from '../../../cli/failure.ts';
import { prepareRun, type RunArguments } from '../../../cli/run/prepare.ts';
import { folderWith } from '../../support/command.ts';

/** What the command line says where it says nothing. */
export const args: RunArguments = { overlay: [], only: [], skip: [], allow: '', slow: false, fault: [], iOwnThisTarget: false };
export const target = 'target: https://127.0.0.1:9/v1';

/** A run prepared from a configuration of its own. */
export async function prepared(text: string, files: { readonly [name: string]: string } = {}, changes: Partial<RunArguments> = {}) {
  const { folder, remove } = await folderWith({ ...files, 'staging.yaml': text });
  onTestFinished(remove);
  return prepareRun({ ...args, config: join(folder, 'staging.yaml'), ...changes }, '0.0.0');
}

/** What a configuration is refused with; its exit code is 2. */
export async function complaint(text: string, changes: Partial<RunArguments> = {}): Promise<string> {
  const error: unknown = await prepared(text, {}, changes).catch((cause: unknown) => cause);
  if (!(error instanceof CommandFailure)) throw new Error('it was not refused', { cause: error });
  expect(error.exit).toBe(2);
  return error.message;
}

/** A principal, with one line of its own. */
export const reader = (line: string) => `${target}\nprincipals:\n  reader:\n    ${line}\n`;

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { init, type InitCommand } from '../../../cli/commands/init.ts';
import { CommandFailure } from '../../../cli/failure.ts';

/** A folder that is removed after the test. */
export async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'auth-conformance-test-'));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}

/** Writes a configuration into a folder of its own. */
export async function written(changes: Partial<InitCommand> = {}, into?: string) {
  const path = into ?? (await folder());
  const config = join(path, 'auth-conformance.yaml');
  let printed = '';
  const code = await init(
    { overlay: [], force: false, stdout: false, config, ...changes },
    { stdout: { write: (text) => (printed += text) } },
  );
  const text = await readFile(config, 'utf8').catch(() => '');
  const variables = await readFile(join(path, '.env.example'), 'utf8').catch(() => '');
  return { code, printed, path, config, text, variables };
}

/** What it is refused with; the exit code is 2. */
export async function complaint(changes: Partial<InitCommand>, into?: string): Promise<string> {
  const error: unknown = await written(changes, into).catch((cause: unknown) => cause);
  if (!(error instanceof CommandFailure)) throw new Error('it was not refused', { cause: error });
  expect(error.exit).toBe(2);
  return error.message;
}

/**
 * A short run of the fuzzer. `npm run fuzz` runs for longer.
 *
 * @module
 */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

test('Hostile documents, configurations, responses and bytes on the listeners end in results or errors', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['node_modules/tsx/dist/cli.mjs', 'scripts/fuzz.ts', '--seconds', '15'], {
    cwd: root,
  });
  for (const kind of ['documents', 'configuration', 'responses', 'listeners'])
    expect(stdout).toMatch(new RegExp(`^${kind}: [1-9]\\d* rounds$`, 'm'));
});

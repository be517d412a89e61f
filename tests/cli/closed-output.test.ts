import { spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const command = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

/** Runs `explain --json` with this standard output. */
async function explained(stdout: 'pipe' | number, onStart: (stream: NodeJS.ReadableStream & { destroy(): void }) => void = () => {}) {
  const child = spawn(process.execPath, [command, 'explain', '--json'], { stdio: ['ignore', stdout, 'pipe'] });
  let stderr = '';
  child.stderr!.setEncoding('utf8').on('data', (text: string) => void (stderr += text));
  if (child.stdout) onStart(child.stdout);
  const code = await new Promise((resolve) => child.on('close', resolve));
  return { code, stderr };
}

test('a reader that closes its end early changes no exit code', async () => {
  expect(await explained('pipe', (stream) => stream.destroy())).toEqual({ code: 0, stderr: '' });
});

test('output that cannot be written ends with 70, without a trace', async () => {
  const { code, stderr } = await explained(openSync('/dev/full', 'w'));
  expect(code).toBe(70);
  expect(stderr).toMatch(/^exit 70: cannot write the output: ENOSPC.* \[output\/unwritable\]\n$/);
});

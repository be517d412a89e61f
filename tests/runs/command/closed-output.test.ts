import { spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const command = fileURLToPath(new URL('../../../dist/cli/main.js', import.meta.url));

/** Runs a command with this standard output. */
async function ran(
  args: readonly string[],
  stdout: 'pipe' | number,
  onStart: (stream: NodeJS.ReadableStream & { destroy(): void }) => void = () => {},
) {
  const child = spawn(process.execPath, [command, ...args], { stdio: ['ignore', stdout, 'pipe'] });
  let stderr = '';
  child.stderr!.setEncoding('utf8').on('data', (text: string) => void (stderr += text));
  if (child.stdout) onStart(child.stdout);
  const code = await new Promise((resolve) => child.on('close', resolve));
  return { code, stderr };
}

test('a reader that closes its end early changes no exit code', async () => {
  expect(await ran(['explain', '--json'], 'pipe', (stream) => stream.destroy())).toEqual({ code: 0, stderr: '' });
});

test.each(['explain --json', 'lint', 'doctor --quiet --target https://127.0.0.1:9'])(
  'output that cannot be written ends with 70 only, without a trace: %s',
  async (words) => {
    const { code, stderr } = await ran(words.split(' '), openSync('/dev/full', 'w'));
    expect(code).toBe(70);
    expect(stderr).toMatch(/^exit 70: cannot write the output: ENOSPC.* \[output\/unwritable\]\n$/);
  },
);

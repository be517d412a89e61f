import { execFile } from 'node:child_process';
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, describe, expect, test } from 'vitest';
import { commandNames } from '../../cli/unknown-words.ts';
import { call, folderWith } from '../support/command.ts';

const run = promisify(execFile);
const { folder, remove } = await folderWith();
afterAll(remove);
const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
await writeFile(join(folder, 'auth-conformance'), `#!/bin/sh\nexec "${process.execPath}" "${main}" "$@"\n`);
await chmod(join(folder, 'auth-conformance'), 0o755);

/** What bash proposes for the last of these words. */
async function proposed(...words: readonly string[]): Promise<readonly string[]> {
  const script = `eval "$(auth-conformance completion bash)"
COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
_auth_conformance
printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout } = await run('bash', ['-c', script, 'bash', 'auth-conformance', ...words], {
    env: { ...process.env, PATH: `${folder}:${process.env['PATH']}` },
  });
  return stdout.split('\n').filter((word) => word !== '');
}

describe('completion in bash', () => {
  test.for([
    [['re'], ['report', 'replay']],
    [
      ['run', '--profile', 's'],
      ['safe', 'standard'],
    ],
    [
      ['run', '--fault', 'accepts-revoked-key'],
      ['accepts-revoked-key', 'accepts-revoked-key-for-objects'],
    ],
    [['explain', 'credentials/revo'], ['credentials/revoked']],
    [
      ['run', '--format', 'h'],
      ['html', 'har'],
    ],
  ] as const)('of %s is %s', async ([words, expected]) => {
    expect(await proposed(...words)).toEqual(expect.arrayContaining([...expected]));
  });
});

test.for(['zsh', 'fish'])('a script for %s asks the command for the words so far', async (shell) => {
  const { code, stdout, stderr } = await call(['completion', shell], { folder });
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toContain(`SHELL=${shell} auth-conformance --get-yargs-completions`);
});

test('without a name the shell of the user is taken, and an unknown one is an error', async () => {
  const [own, other] = await Promise.all([
    call(['completion'], { folder, environment: { SHELL: '/usr/bin/fish' } }),
    call(['completion'], { folder, environment: { SHELL: '/bin/tcsh' } }),
  ]);
  expect(own.stdout).toContain('complete --command auth-conformance');
  expect([other.code, other.stderr]).toEqual([2, 'exit 2: completion: expected a shell of bash, zsh, fish, got "tcsh" [usage]\n']);
});

test('the help lists each command', async () => {
  const { stdout } = await call(['--help'], { folder });
  expect([...stdout.matchAll(/^ {2}auth-conformance ([a-z]+)/gm)].map(([, name]) => name)).toEqual(commandNames);
});

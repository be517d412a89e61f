import { execFile } from 'node:child_process';
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import { folderWith } from '../support/command.ts';
import { root } from '../support/pages.ts';

const run = promisify(execFile);
const { folder, remove } = await folderWith();
afterAll(remove);
const program = join(folder, 'auth-conformance');
await writeFile(program, `#!/bin/sh\nexec "${process.execPath}" "${join(root, 'dist/cli/main.js')}" "$@"\n`);
await chmod(program, 0o755);
const environment = { ...process.env, PATH: `${folder}:${process.env['PATH']}` };

test.for([
  ['auth-conformance re', ['replay', 'report']],
  ['auth-conformance run --only whoami/lim', ['whoami/limits']],
  ['auth-conformance run --fau', ['--fault']],
  ['auth-conformance run --fault accepts-revoked-k', ['accepts-revoked-key', 'accepts-revoked-key-for-objects']],
] as const)('fish completes "%s"', async ([typed, expected]) => {
  const script = `auth-conformance completion fish | source; complete -C '${typed}'`;
  const { stdout } = await run('fish', ['--no-config', '-c', script], { cwd: folder, env: environment });
  const proposed = stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split('\t')[0]!)
    .toSorted();
  expect(proposed).toEqual(expected);
});

test('zsh loads its script', async () => {
  const script =
    'autoload -Uz compinit && compinit -u -D && source <(auth-conformance completion zsh) && print ${_comps[auth-conformance]}';
  const { stdout, stderr } = await run('zsh', ['-f', '-c', script], { env: environment });
  expect([stdout.trim(), stderr]).toEqual(['_auth_conformance', '']);
});

/**
 * The examples in other languages, by the test runner of each. Debian has them: python3-requests, golang-go, default-jdk-headless.
 *
 * @module
 */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { root } from '../support/pages.ts';

const run = promisify(execFile);
const { PATH = '', HOME = '' } = process.env;
const environment = { PATH, HOME, AUTH_CONFORMANCE: `${process.execPath} ${join(root, 'dist/cli/main.js')}`, PYTHONDONTWRITEBYTECODE: '1' };

test.each([
  // The Python that Debian’s packages belong to.
  { folder: 'python', command: ['/usr/bin/python3', '-m', 'unittest', '--verbose'], passed: /^test_\w+ .*ok$/gm },
  { folder: 'go', command: ['go', 'test', '-count=1', '-v', './...'], passed: /^--- PASS: /gm },
  { folder: 'java', command: ['java', 'SpecimensTest.java'], passed: /^ok /gm },
])('the tests of the SDK in $folder pass', { timeout: 180_000 }, async ({ folder, command: [program, ...args], passed }) => {
  const { stdout, stderr } = await run(program!, args, { cwd: join(root, 'examples/languages', folder), env: environment });
  expect(`${stdout}${stderr}`.match(passed)).toHaveLength(3);
});

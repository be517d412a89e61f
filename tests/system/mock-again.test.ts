import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { resultSchema, type Result } from '../../suites/result/result.ts';
import { call, folderWith, start, type Ended } from '../support/command.ts';

const fault = 'whoami-lists-every-scope';
const check = 'whoami/scopes/testAuth/writer/live';

let site: Awaited<ReturnType<typeof folderWith>>;
let ended: Ended;
let result: Result;

beforeAll(async () => {
  site = await folderWith({});
  ended = await call(['run', '--target', 'mock', '--only', 'whoami', '--fault', fault], site);
  result = resultSchema.parse(JSON.parse(await readFile(join(site.folder, 'auth-conformance-report/results.json'), 'utf8')));
}, 120_000);
afterAll(() => site?.remove());

/** What a shell prints for a script. */
const shell = (script: string) =>
  new Promise<string>((resolve) => {
    execFile('/bin/sh', ['-c', script], { env: { PATH: process.env['PATH'] } }, (_, stdout, stderr) => resolve(stdout + stderr));
  });

test('After a run at the mock, the commands of its reports start it again, and its curl lines work as they stand', async () => {
  const { mock, exchanges } = result;
  expect(ended.stdout).toContain(`again     ${mock!.start}`);
  const readme = await readFile(join(site.folder, 'auth-conformance-report/reproduce/README.md'), 'utf8');
  expect(readme).toContain(mock!.start);
  const { principal, curl, response } = exchanges.find((exchange) => exchange.principal === 'writer')!;
  expect(response?.status, principal).toBe(200);
  expect(await shell(curl)).not.toContain('200');
  const [command, ...args] = mock!.start.split(' ');
  expect(command).toBe('auth-conformance');
  const again = start(args, site);
  try {
    await again.seen('stdout', /Press Ctrl-C/);
    const output = await shell(`${mock!.secrets}\n${curl}`);
    expect(output).toMatch(/^HTTP\/[\d.]+ 200/m);
    expect(output).toContain('"scopes":["admin","delete","read","write"]');
  } finally {
    again.process.kill('SIGTERM');
    await again.ended;
  }
}, 60_000);

test('A replay of a run at the mock starts one with the same faults', async () => {
  const { code, stdout, stderr } = await call(['replay', 'auth-conformance-report/results.json', check], site);
  expect([code, stderr]).toEqual([1, expect.stringContaining('still fails')]);
  expect(stdout).toContain(`start     ${result.mock!.start}`);
  expect(stdout).toMatch(/curl +curl -i .*\$AUTH_CONFORMANCE_WRITER/);
}, 60_000);

/**
 * One server of the field, as it comes from Debian: what its odd habits are taken for.
 *
 * @module
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { resultSchema, type Result } from '../../suites/result/result.ts';
import { call, folderWith } from '../support/command.ts';
import { root } from '../support/pages.ts';

let remove: () => Promise<void>;
let server: ChildProcess;
let result: Result;

beforeAll(async () => {
  const made = await folderWith();
  remove = made.remove;
  await cp(join(root, 'examples/field/prepare.sh'), join(made.folder, 'prepare.sh'));
  const folder = join(made.folder, 'nginx');
  await cp(join(root, 'examples/field/nginx'), folder, { recursive: true, filter: (path) => !/\/(?:scratch|\.env)$/.test(path) });
  const port = String(await freePort());
  for (const name of ['start.sh', 'nginx.conf', 'auth-conformance.yaml']) {
    const text = await readFile(join(folder, name), 'utf8');
    await writeFile(join(folder, name), text.replaceAll('9496', port));
  }
  server = spawn(join(folder, 'start.sh'), { stdio: ['ignore', 'pipe', 'inherit'] });
  await ready(server);
  const ended = await call(['run', '--only', 'transport', '--only', 'address', '--quiet'], { folder });
  const report = await readFile(join(folder, 'auth-conformance-report/results.json'), 'utf8').catch(() => ended.stderr);
  result = resultSchema.parse(JSON.parse(report));
});

afterAll(async () => {
  const left = server.exitCode === null && new Promise((resolve) => server.once('close', resolve));
  server.kill();
  await left;
  await remove();
});

test('nginx: 400 to plain HTTP on the port of HTTPS is a refusal', () => expect(outcomeOf('transport/plain-http')).toBe('pass'));

test('nginx: a connection that is closed on an address that is not listed is a refusal, at every border of the range', () => {
  expect(outcomeOf('address/unlisted')).toBe('pass');
  expect(outcomeOf('address/range-boundaries')).toBe('pass');
  expect(outcomeOf('address/forwarding-headers')).toBe('pass');
});

const outcomeOf = (id: string) => result.requirements.find((requirement) => requirement.id === id)?.outcome;

/** Waits for the line that says so; what is missing is said on standard error. */
function ready(script: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    script.stdout!.setEncoding('utf8').on('data', (text: string) => text.includes('ready: ') && resolve());
    script.once('close', () => reject(new Error('examples/field/nginx/start.sh ended; is nginx installed?')));
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const listener = createServer().listen(0, '127.0.0.1', () => {
      const address = listener.address();
      if (address === null || typeof address === 'string') return reject(new Error('a listener without a port'));
      listener.close(() => resolve(address.port));
    });
  });
}

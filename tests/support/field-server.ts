/**
 * The servers of `examples/field`, started by their own scripts.
 *
 * @module
 */
import { spawn } from 'node:child_process';
import { cp, readFile, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { resultSchema, type Outcome, type Result } from '../../suites/result/result.ts';
import { call, folderWith } from './command.ts';
import { root } from './pages.ts';

export interface FieldServer {
  /** Runs the suites against it. */
  run(...options: readonly string[]): Promise<{ readonly code: number | null; readonly result: Result }>;
  stop(): Promise<void>;
}

/** Starts a copy of the server in this folder, on a port of its own; the environment may arm a bug. */
export async function startFieldServer(name: string, environment: { readonly [name: string]: string } = {}): Promise<FieldServer> {
  const { folder: parent, remove } = await folderWith({ 'package.json': '{ "type": "module" }' });
  const folder = join(parent, name);
  const skipped = /\/(?:scratch|auth-conformance-report|\.env)$/;
  await symlink(join(root, 'node_modules'), join(parent, 'node_modules'));
  await cp(join(root, 'examples/field/prepare.sh'), join(parent, 'prepare.sh'));
  await cp(join(root, 'examples/field', name), folder, { recursive: true, filter: (path) => !skipped.test(path) });
  await movePort(folder);
  const { PATH = '', HOME = '' } = process.env;
  const server = spawn(join(folder, 'start.sh'), { env: { PATH, HOME, ...environment }, stdio: ['ignore', 'pipe', 'inherit'] });
  const closed = new Promise((resolve) => server.once('close', resolve));
  await new Promise<void>((resolve, reject) => {
    server.stdout.setEncoding('utf8').on('data', (text: string) => text.includes('ready: ') && resolve());
    void closed.then(() => reject(new Error(`examples/field/${name}/start.sh ended; is everything installed that it needs?`)));
  });
  return {
    run: async (...options) => {
      const ended = await call(['run', '--quiet', ...options], { folder });
      const report = await readFile(join(folder, 'auth-conformance-report/results.json'), 'utf8').catch(() => ended.stderr);
      return { code: ended.code, result: resultSchema.parse(JSON.parse(report)) };
    },
    stop: async () => {
      server.kill();
      await closed;
      await remove();
    },
  };
}

/** Tests a sound server, and the same server with each of its bugs: the first requirement of a bug is what it violates. */
export function testFieldServer(name: string, bugs: { readonly [bug: string]: readonly [string, ...string[]] }): void {
  const run = async (environment: { readonly [name: string]: string }, ...options: readonly string[]) => {
    const server = await startFieldServer(name, environment);
    try {
      return await server.run('--allow', 'writes,burn,destructive', ...options);
    } finally {
      await server.stop();
    }
  };

  describe(`examples/field/${name}`, { timeout: 180_000 }, () => {
    test('conforms', async () => {
      const { code, result } = await run({});
      expect(idsOf(result, 'fail')).toEqual([]);
      expect(undecidedOf(result)).toEqual([]);
      expect(code).toBe(0);
    });

    test.each(Object.entries(bugs))('fails with the bug %s', async (bug, requirements) => {
      const only = requirements.flatMap((id) => ['--only', id]);
      const { code, result } = await run({ BUG: bug }, ...only);
      expect(idsOf(result, 'fail')).toEqual([...requirements].sort());
      expect(code).toBe(1);
    });
  });
}

/** The ids of the MUST requirements with one of these outcomes. */
const idsOf = (result: Result, ...outcomes: readonly Outcome[]) =>
  result.requirements
    .filter(({ level, outcome }) => level === 'MUST' && outcomes.includes(outcome))
    .map(({ id }) => id)
    .sort();

/** The MUST requirements that are undecided, each with the first reason. */
const undecidedOf = ({ requirements }: Result) =>
  requirements
    .filter(({ level, outcome }) => level === 'MUST' && ['inconclusive', 'blocked', 'error'].includes(outcome))
    .map(({ id, checks }) => `${id}: ${checks.find(({ outcome }) => outcome !== 'pass' && outcome !== 'not-applicable')?.reason}`);

/** Replaces the port of the configuration by a free one, wherever the files of the server name it. */
async function movePort(folder: string): Promise<void> {
  const configuration = await readFile(join(folder, 'auth-conformance.yaml'), 'utf8');
  const fixed = /^target: \S+:(\d+)/m.exec(configuration)![1]!;
  const port = String(await freePort());
  for (const name of ['start.sh', 'server.js', 'nginx.conf', 'auth-conformance.yaml']) {
    const text = await readFile(join(folder, name), 'utf8').catch(() => undefined);
    if (text !== undefined) await writeFile(join(folder, name), text.replaceAll(fixed, port));
  }
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

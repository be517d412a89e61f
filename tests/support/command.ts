/**
 * The command line as a process of its own, in a folder of its own.
 *
 * @module
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const project = fileURLToPath(new URL('../..', import.meta.url));
const playwright = join(dirname(createRequire(import.meta.url).resolve('@playwright/test/package.json')), 'cli.js');

/** How a process ended, and all that it wrote. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The last line on standard error. */
  readonly lastLine: string;
}

export interface Command {
  readonly process: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Waits until standard output or standard error holds a match, and answers everything up to then; fails where it ends without. */
  seen(stream: 'stdout' | 'stderr', pattern: RegExp): Promise<string>;
}

export interface CommandOptions {
  /** The working directory. */
  readonly folder: string;
  readonly environment?: { readonly [name: string]: string };
  /** In a group of its own, as a shell starts it: what is sent to the group reaches whatever the command started in it. */
  readonly group?: boolean;
}

/** Starts the built command. Its environment has what a process needs, and what is given. */
export function start(args: readonly string[], options: CommandOptions): Command {
  return spawned([join(project, 'dist/cli/main.js'), ...args], options);
}

/** Runs the suites to their end as Playwright's own users do: `npx playwright test` with the project's own configuration. */
export function callNatively(args: readonly string[], options: CommandOptions): Promise<Ended> {
  return spawned([playwright, 'test', '--config', join(project, 'playwright.config.ts'), ...args], options).ended;
}

function spawned(args: readonly string[], { folder, environment = {}, group = false }: CommandOptions): Command {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, args, {
    cwd: folder,
    env: { PATH, HOME, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: group,
  });
  const written = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => void (written[name] += text));
  }
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, ...written, lastLine: written.stderr.trimEnd().split('\n').at(-1) ?? '' }));
  });
  const seen: Command['seen'] = (stream, pattern) =>
    new Promise((resolve, reject) => {
      const look = () => pattern.test(written[stream]) && resolve(written[stream]);
      child[stream].on('data', look);
      child.on('close', () => reject(new Error(`it ended without ${String(pattern)}:\n${written.stdout}\n${written.stderr}`)));
      look();
    });
  return { process: child, ended, seen };
}

/** Runs a command to its end. */
export function call(args: readonly string[], options: CommandOptions): Promise<Ended> {
  return start(args, options).ended;
}

/** A new folder with these files in it; `remove` it afterwards. */
export async function folderWith(
  files: { readonly [name: string]: string } = {},
): Promise<{ readonly folder: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'auth-conformance-test-'));
  await Promise.all(Object.entries(files).map(([name, text]) => writeFile(join(folder, name), text)));
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** Every file below a folder, by its path in there. */
export async function filesOf(folder: string): Promise<{ readonly [path: string]: string }> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(await Promise.all(paths.map(async (path) => [path.slice(folder.length + 1), await readFile(path, 'utf8')])));
}

import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { fileURLToPath } from 'node:url';
import type { ProgressLine } from '../../suites/playwright/reporter.ts';
import type { Settings } from '../../suites/engine/settings.ts';
import { runVariable } from '../../suites/playwright/run-file.ts';

export interface SuitesOutcome {
  readonly interrupted: boolean;
  /** Errors of the suites themselves. */
  readonly errors: readonly string[];
}

export interface SuitesOptions {
  readonly folder: string;
  readonly workers: number;
  readonly settings: Pick<Settings, 'clients'>;
  /** After this time they are killed. */
  readonly timeoutMs: number;
  /** When aborted, they stop and clean up. */
  readonly halted: AbortSignal;
  readonly onProgress: (line: ProgressLine) => void;
}

/**
 * Options of Playwright's processes: what lives short is collected early, which saves 30 MB in each of them. Those of the user come after them, and
 * take precedence.
 */
const smallHeap = '--max-semi-space-size=4';
/**
 * The heap may grow by a quarter between two collections; on a machine with much memory V8 lets it grow fourfold. `NODE_OPTIONS` does not take this option,
 * but workers get what their parent was started with.
 */
const slowGrowth = '--heap-growing-percent=25';
/** For glibc: buffers from a mebibyte on are returned to the system as soon as they are free. */
const smallMemory = { MALLOC_MMAP_THRESHOLD_: String(1024 * 1024) };

/**
 * Without the loader for TypeScript, Playwright starts half a second earlier, in a thread less for each process. Only consent scripts and the
 * sources of this project need it.
 *
 * @see https://github.com/microsoft/playwright/blob/main/packages/playwright/src/common/esmLoaderHost.ts
 */
const withoutTypeScript = { PW_DISABLE_TS_ESM: '1' };

/** How Playwright is started: its arguments, and the environment in front of and behind that of the user. */
export function playwrightProcess(
  { folder, workers, settings }: Pick<SuitesOptions, 'folder' | 'workers' | 'settings'>,
  configuration: string,
) {
  const isPlain = extname(configuration) === '.js' && !settings.clients.some(({ consent }) => consent.kind === 'browser');
  return {
    args: [slowGrowth, playwrightCli(), 'test', '--config', configuration, '--workers', String(workers)],
    env: {
      defaults: { ...smallMemory, ...(isPlain && withoutTypeScript) },
      fixed: { NODE_OPTIONS: `${smallHeap} ${process.env['NODE_OPTIONS'] ?? ''}`, [runVariable]: folder, FORCE_COLOR: '0' },
    },
  };
}

/** Runs the suites with Playwright in a separate process. */
export function runSuites({ folder, workers, settings, timeoutMs, halted, onProgress }: SuitesOptions): Promise<SuitesOutcome> {
  const errors: string[] = [];
  const stray: string[] = [];
  let done = false;
  collectGarbage();
  // The reports of this process, too, are made in a heap that grows slowly.
  setFlagsFromString(slowGrowth);
  const { args, env } = playwrightProcess({ folder, workers, settings }, suitesConfiguration());
  const child = spawn(process.execPath, args, {
    env: { ...env.defaults, ...process.env, ...env.fixed },
    stdio: ['pipe', 'pipe', 'pipe'],
    // A separate process group: Ctrl-C in a terminal reaches the whole group, and a second signal would keep Playwright from cleaning up.
    detached: true,
  });
  const kill = () => killGroup(child);
  const interrupt = () => child.kill('SIGINT');
  if (halted.aborted) interrupt();
  halted.addEventListener('abort', interrupt);
  process.once('exit', kill);
  const timer = setTimeout(() => {
    errors.push(`the suites did not end within ${Math.round(timeoutMs / 1000)} s and were stopped`);
    kill();
  }, timeoutMs);
  createInterface({ input: child.stdout }).on('line', (text) => {
    const line = progressOf(text);
    if (!line) stray.push(text);
    else if (line.event === 'error') errors.push(line.message);
    else {
      if (line.event === 'done') done = true;
      onProgress(line);
    }
  });
  createInterface({ input: child.stderr }).on('line', (text) => stray.push(text));
  return new Promise((resolve) => {
    const finish = (problem: string | undefined) => {
      clearTimeout(timer);
      process.off('exit', kill);
      resolve({ interrupted: halted.aborted, errors: problem === undefined ? errors : [...errors, problem] });
    };
    child.on('error', (error) => finish(`the suites could not be started: ${error.message}`));
    child.on('close', () =>
      finish(done || halted.aborted ? undefined : `the suites stopped early: ${stray.slice(-5).join(' ') || 'no output'}`),
    );
  });
}

/** Returns unused memory to the system now: V8 waits for seconds, while the processes of the suites start. */
function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  setFlagsFromString('--no-expose-gc');
  collect();
}

/** Kills a process and its children. */
function killGroup(child: ChildProcess): void {
  try {
    process.kill(-child.pid!, 'SIGKILL');
  } catch {
    child.kill('SIGKILL');
  }
}

function progressOf(text: string): ProgressLine | undefined {
  if (!text.startsWith('{"event":')) return undefined;
  try {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- our own reporter wrote it
    return JSON.parse(text) as ProgressLine;
  } catch {
    return undefined;
  }
}

/** The Playwright that the suites import, not one that happens to be in the PATH. */
export function playwrightCli(): string {
  return join(dirname(createRequire(import.meta.url).resolve('@playwright/test/package.json')), 'cli.js');
}

/** The Playwright configuration of the command line. */
export function suitesConfiguration(): string {
  const here = fileURLToPath(import.meta.url);
  const path = join(dirname(here), '../../suites/playwright', `playwright.config${extname(here)}`);
  if (!existsSync(path)) throw new Error(`the suites are missing: ${path}`);
  return path;
}

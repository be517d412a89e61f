import { spawn } from 'node:child_process';
import type { ClientEnding } from '../journal.ts';

/** The command of a user, as words. */
export type CommandLine = readonly [program: string, ...words: string[]];

export interface CommandOptions {
  readonly environment: { readonly [name: string]: string };
  readonly limitMs: number;
  /** Resolves when the evidence is complete. */
  readonly settled: Promise<void>;
  /** Resolves when the harness is interrupted. */
  readonly interrupted: Promise<void>;
}

/** A command that cannot be started. */
export class CommandNotStarted extends Error {
  override readonly name = 'CommandNotStarted';
}

/** The most characters of output that are kept. */
const mostOutput = 1_048_576;

/** How long a client may take to end after SIGTERM, in milliseconds. */
const graceMs = 500;

/** Ends a process and everything that it started. */
function end(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // It has ended already.
  }
}

/**
 * Runs a command once, with a time limit.
 *
 * @throws CommandNotStarted if there is no such program
 */
export async function runCommand([program, ...words]: CommandLine, options: CommandOptions): Promise<ClientEnding> {
  const { environment, limitMs, settled, interrupted } = options;
  const child = spawn(program, words, {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, which ends as a whole.
    detached: true,
  });
  const pieces: string[] = [];
  let length = 0;
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      if (length < mostOutput) pieces.push(text);
      length += text.length;
    });
  }
  let timer: NodeJS.Timeout | undefined;
  const ended = new Promise<Pick<ClientEnding, 'kind'> & { code?: number; signal?: string }>((resolve, reject) => {
    child.once('error', (error) => reject(new CommandNotStarted(`${program}: ${error.message}`)));
    child.once('close', (code, killer) =>
      resolve(killer === null ? { kind: 'exited', code: code ?? 0 } : { kind: 'crashed', signal: killer }),
    );
  });
  const limit = new Promise<'limit'>((resolve) => (timer = setTimeout(() => resolve('limit'), limitMs)));
  try {
    const first = await Promise.race([
      ended,
      limit,
      interrupted.then(() => 'interrupted' as const),
      settled.then(() => 'stopped' as const),
    ]);
    const at = Date.now();
    if (typeof first !== 'string') return finished(first, pieces, at);
    if (child.pid !== undefined) {
      end(child.pid, 'SIGTERM');
      const killer = setTimeout(() => end(child.pid!, 'SIGKILL'), graceMs);
      await ended.catch(() => undefined);
      clearTimeout(killer);
    }
    return { kind: first, output: pieces.join(''), at };
  } finally {
    clearTimeout(timer);
    // What it started in the background ends with it.
    if (child.pid !== undefined) end(child.pid, 'SIGTERM');
  }
}

function finished(
  { code, signal }: { readonly code?: number; readonly signal?: string },
  pieces: readonly string[],
  at: number,
): ClientEnding {
  const output = pieces.join('');
  return signal === undefined ? { kind: 'exited', code: code ?? 0, output, at } : { kind: 'crashed', signal, output, at };
}

/**
 * Processes of servers that are measured: started, watched by the kernel's own accounting, ended.
 *
 * @module
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';

/** A server in a process of its own. */
export interface Running {
  readonly pid: number;
  /** The line with which it said that it listens. */
  readonly greeting: string;
  /** Milliseconds of processor time since it began, over all its threads and processes that are still there. */
  cpu(): number;
  /** Resident memory in megabytes (2^20 bytes). */
  memory(): number;
  stop(): Promise<void>;
}

const patience = 60_000;

const childrenOf = (pid: number): readonly number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);

/** Of a process and of all that it started: the nanoseconds that each thread has run, as Linux counts them. */
function cpuOf(pid: number): number {
  const threads = readdirSync(`/proc/${pid}/task`);
  const spent = threads.map((thread) => Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ', 1)[0]));
  const own = spent.reduce((sum, nanoseconds) => sum + nanoseconds, 0) / 1e6;
  return childrenOf(pid).reduce((sum, child) => sum + cpuOf(child), own);
}

function memoryOf(pid: number): number {
  const kilobytes = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes) / 1024;
}

/** The resident memory of a process and of all that it started, in megabytes; pages that they share count once. @see proc(5), Pss */
export function memoryOfAll(pid: number): number {
  try {
    const kilobytes = /^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0;
    return childrenOf(pid).reduce((sum, child) => sum + memoryOfAll(child), Number(kilobytes) / 1024);
  } catch {
    // It has just ended.
    return 0;
  }
}

/** How a program shows that it listens: by a line that it prints, or by the port that it was told to take. */
export type Listening = RegExp | number;

function printedLine(child: ChildProcess, listens: RegExp): Promise<string> {
  return new Promise((resolve) => {
    const lines = createInterface({ input: child.stdout! });
    lines.on('line', (line) => {
      if (!listens.test(line)) return;
      lines.close();
      // What else it prints must not fill the pipe.
      child.stdout!.resume();
      resolve(line);
    });
  });
}

async function openPort(port: number): Promise<string> {
  for (;;) {
    const socket = connect(port, '127.0.0.1');
    const open = await Promise.race([once(socket, 'connect').then(() => true), once(socket, 'close').then(() => false)]).catch(() => false);
    socket.destroy();
    if (open) return '';
    await setTimeout(20);
  }
}

/**
 * Starts a Node program and waits until it listens.
 *
 * @throws Error with what it said instead, when it ends before, or does not within a minute.
 */
export async function start(args: readonly string[], listens: Listening): Promise<Running> {
  const byPort = typeof listens === 'number';
  const child = spawn(process.execPath, args, { stdio: ['ignore', byPort ? 'ignore' : 'pipe', 'pipe'] });
  const ended = once(child, 'exit');
  const said: string[] = [];
  child.stderr!.on('data', (chunk: Buffer) => said.push(chunk.toString('utf8')));
  const greeting = await Promise.race([
    byPort ? openPort(listens) : printedLine(child, listens),
    ended.then(() => undefined),
    setTimeout(patience, undefined, { ref: false }),
  ]);
  const pid = child.pid!;
  if (greeting === undefined) {
    child.kill('SIGKILL');
    throw new Error(`bench: expected node ${args.join(' ')} to listen within a minute, but it said:\n${said.join('')}`);
  }
  return {
    pid,
    greeting,
    cpu: () => cpuOf(pid),
    memory: () => memoryOf(pid),
    async stop() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

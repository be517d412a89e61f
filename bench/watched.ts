import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { memoryOfAll } from './processes.ts';

/** A Node program that ran to its end. */
export interface Watched {
  readonly stdout: string;
  readonly seconds: number;
  /** The most that it and its children had at the same time, in megabytes. */
  readonly memory: number;
}

/** Milliseconds between two looks at the memory. */
const interval = 250;

/** Runs a Node program to its end, and watches its memory. */
export async function watched(args: readonly string[]): Promise<Watched> {
  const began = performance.now();
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let memory = 0;
  const timer = setInterval(() => {
    memory = Math.max(memory, memoryOfAll(child.pid!));
  }, interval);
  const stdout = await text(child.stdout);
  clearInterval(timer);
  return { stdout, seconds: (performance.now() - began) / 1000, memory };
}

import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';

/** What a program that ran to its end took, its children included; in milliseconds. */
export interface Taken {
  readonly wall: number;
  readonly cpu: number;
}

const minutes = (minute: string, seconds: string) => (Number(minute) * 60 + Number(seconds)) * 1000;

/**
 * Runs a Node program to its end. A shell starts it, as shells account for their children.
 *
 * @throws Error with what it said, when it fails.
 */
export async function command(args: readonly string[]): Promise<Taken> {
  const began = performance.now();
  const script = '"$@" >/dev/null || exit; times';
  const child = spawn('sh', ['-c', script, 'sh', process.execPath, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const [said, complained] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const wall = performance.now() - began;
  const [, , user, system] = [...said.matchAll(/(\d+)m([\d.]+)s/g)].map(([, minute, seconds]) => minutes(minute!, seconds!));
  if (user === undefined || system === undefined) throw new Error(`bench: node ${args.join(' ')} failed:\n${complained}`);
  return { wall, cpu: user + system };
}

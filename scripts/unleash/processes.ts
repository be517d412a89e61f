import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** A problem that the person at the terminal can solve. */
export class Unusable extends Error {}

/** Runs a command to its end, without output unless it fails or cannot be started. */
export async function runCommand(
  command: string,
  args: readonly string[],
  options: SpawnOptions & { readonly seconds: number },
): Promise<void> {
  const { seconds, ...rest } = options;
  const child = spawn(command, args, { ...rest, stdio: ['ignore', 'pipe', 'pipe'], timeout: seconds * 1000, killSignal: 'SIGKILL' });
  let output = '';
  child.stdout.on('data', (data: Buffer) => (output += data.toString()));
  child.stderr.on('data', (data: Buffer) => (output += data.toString()));
  const [code, signal] = await new Promise<[number | null, string | null]>((resolve, reject) => {
    child.once('error', (error) => reject(new Unusable(`${command}: ${error.message}`)));
    child.once('close', (...ended) => resolve(ended));
  });
  if (code === 0) return;
  const how = signal === 'SIGKILL' ? `took longer than ${seconds} seconds` : `ended with ${signal ?? code}`;
  throw new Unusable(`${command} ${args.join(' ')} ${how}:\n${output.trim().split('\n').slice(-10).join('\n')}`);
}

/** A server that this script started. */
export interface Served {
  readonly stop: () => Promise<void>;
}

/** Starts a server, and waits until `isReady`. */
export async function serve(
  command: string,
  args: readonly string[],
  { isReady, seconds, ...options }: SpawnOptions & { readonly isReady: () => Promise<boolean>; readonly seconds: number },
): Promise<Served> {
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const keep = (data: Buffer) => (output = (output + data.toString()).slice(-4000));
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  child.once('error', ({ message }) => (output += message));
  const stop = () => stopped(child);
  const until = performance.now() + seconds * 1000;
  while (!(await isReady())) {
    const isOver = child.exitCode !== null || child.signalCode !== null || child.pid === undefined;
    if (!isOver && performance.now() < until) await new Promise((resolve) => setTimeout(resolve, 200));
    else {
      await stop();
      throw new Unusable(`${command} ${isOver ? 'ended' : `did not start within ${seconds} seconds`}:\n${output.trim()}`);
    }
  }
  return { stop };
}

/** Ends a process: SIGINT, which PostgreSQL takes for a fast shutdown, and SIGKILL after five seconds. */
async function stopped(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const closed = once(child, 'exit');
  child.kill('SIGINT');
  const timer = setTimeout(() => child.kill('SIGKILL'), 5000);
  await closed;
  clearTimeout(timer);
}

/** A port of the loopback interface that nothing uses. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a server that listens at no port');
  server.close();
  await once(server, 'close');
  return address.port;
}

import { spawn, type ChildProcess } from 'node:child_process';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { usage } from '../failure.ts';
import { openPrivateFolder } from '../run/private-folder.ts';

/** A Redis server that belongs to one command: only its user can reach it, and it ends with the command. */
export interface PrivateStore {
  /** For replicas. */
  readonly url: string;
  readonly pid: number;
  /** Has its socket. */
  readonly folder: string;
  /** How it has ended by itself. */
  readonly ended: Promise<string>;
  close(): Promise<void>;
}

/** The servers that are looked for, in this order. */
const programs = ['redis-server', 'valkey-server'];

/** How long it may take to start, in milliseconds. */
const patienceMs = 10_000;

const howToGet =
  'install one (Debian, Ubuntu: apt-get install redis-server; Fedora: dnf install valkey; macOS: brew install redis), or name a store: --store redis://HOST';

/** Everything that a server wrote, for a message. */
interface Started {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly output: () => string;
  readonly ended: Promise<string>;
}

/** Starts a program; undefined if this machine has no such program. */
function started(program: string, options: readonly string[]): Promise<Started | undefined> {
  return new Promise((resolve, reject) => {
    // In a group of its own: an interruption from the terminal does not reach it, and requests are answered to their end.
    const child = spawn(program, options, { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => void (output = (output + text).slice(-2000)));
    }
    child.once('error', (cause: NodeJS.ErrnoException) => (cause.code === 'ENOENT' ? resolve(undefined) : reject(cause)));
    const ended = new Promise<string>((end) => {
      child.once('close', (code, signal) => end(signal ? `by ${signal}` : `with exit code ${code}`));
    });
    child.once('spawn', () => resolve({ child, pid: child.pid!, output: () => output, ended }));
  });
}

function accepts(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const connection = connect(socket);
    const settle = (does: boolean) => {
      connection.destroy();
      resolve(does);
    };
    connection.once('connect', () => settle(true)).once('error', () => settle(false));
  });
}

async function startFirst(options: readonly string[]): Promise<Started> {
  for (const program of programs) {
    const server = await started(program, options);
    if (server) return server;
  }
  throw usage(`--workers: expected ${programs.join(' or ')} on this machine, found neither; ${howToGet}`, 'mock/store');
}

/**
 * Starts a server that keeps nothing on disk, at a socket in a folder that only this user can open.
 *
 * @throws {CommandFailure} with exit code 2 if there is none on this machine, or if it does not start
 */
export async function startPrivateStore(): Promise<PrivateStore> {
  const folder = await openPrivateFolder();
  const socket = join(folder.path, 'store.sock');
  try {
    const places = ['--port', '0', '--unixsocket', socket, '--unixsocketperm', '700', '--dir', folder.path];
    const server = await startFirst([...places, '--save', '', '--appendonly', 'no', '--daemonize', 'no']);
    const { child, pid, output, ended } = server;
    const last = () => void child.kill();
    process.once('exit', last);
    let isEnded = false;
    void ended.then(() => (isEnded = true));
    const begun = performance.now();
    while (!(await accepts(socket))) {
      if (isEnded || performance.now() - begun > patienceMs) {
        child.kill('SIGKILL');
        throw usage(`--workers: ${child.spawnfile} does not start; ${howToGet}\n${output()}`.trimEnd(), 'mock/store');
      }
      await pause(10);
    }
    return {
      url: `redis+unix://${encodeURI(socket)}`,
      pid,
      folder: folder.path,
      ended,
      async close() {
        process.off('exit', last);
        child.kill();
        await ended;
        await folder.remove();
      },
    };
  } catch (error) {
    await folder.remove();
    throw error;
  }
}

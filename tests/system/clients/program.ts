/**
 * The clients of this folder as processes of their own.
 *
 * @module
 */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** How a process ended, and all that it wrote. */
export interface Ended {
  /** Null where a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Debian's, to which `apt-get install python3-requests` belongs; another one of the machine may know no `requests`. */
const python = ['/usr/bin/python3', '-I'] as const;

/** What runs a file, by its ending. */
const runners: { readonly [ending: string]: readonly string[] } = { js: [process.execPath], py: python, sh: ['/bin/sh'] };

/** No client of these takes half as long. */
const patience = 30_000;

export interface Circumstances {
  /** Of the environment a client gets PATH, and this. */
  readonly environment?: { readonly [name: string]: string };
  /** Called with what a client says after `waiting`; it goes on when this is done. Without it, its waits are real. */
  readonly waiting?: (milliseconds: string) => Promise<void>;
}

function execute([program = '', ...args]: readonly string[], { environment = {}, waiting }: Circumstances): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      env: { PATH: process.env['PATH'], ...environment, ...(waiting && { WAIT: 'announced' }) },
      timeout: patience,
    });
    const written = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (text: string) => void (written[name] += text));
    }
    createInterface({ input: child.stdout }).on('line', (line) => {
      const [, milliseconds] = /^waiting (.*)$/.exec(line) ?? [];
      if (milliseconds === undefined || waiting === undefined) return;
      waiting(milliseconds).then(
        () => child.stdin.write('\n'),
        (cause: unknown) => {
          child.kill();
          reject(cause instanceof Error ? cause : new Error(String(cause)));
        },
      );
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, ...written }));
  });
}

/** Runs a client of this folder, such as `list.py`, to its end. */
export function runClient(file: string, circumstances: Circumstances, ...args: readonly string[]): Promise<Ended> {
  const runner = runners[file.slice(file.lastIndexOf('.') + 1)]!;
  return execute([...runner, fileURLToPath(new URL(file, import.meta.url)), ...args], circumstances);
}

/**
 * Makes sure that everything is there that the clients are run with.
 *
 * @throws Error that names the Debian package which is missing.
 */
export async function requirePrograms(): Promise<void> {
  const needs = [
    ['python3-requests', [...python, '-c', 'import requests']],
    ['curl', ['curl', '--version']],
  ] as const;
  for (const [name, command] of needs) {
    const { code, stderr } = await execute(command, {}).catch((cause: unknown) => ({ code: null, stderr: String(cause) }));
    if (code !== 0) throw new Error(`the clients need Debian's ${name}: apt-get install ${name} (${command[0]}: ${stderr.trim()})`);
  }
}

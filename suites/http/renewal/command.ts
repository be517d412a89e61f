import { spawn } from 'node:child_process';

/** How long a command may take, in milliseconds. */
const limitMs = 30_000;

/** What a command printed, without its last line break, or why there is nothing. */
export type CommandOutput = { readonly value: string } | { readonly problem: string };

/** Runs a shell command in a folder. Its standard input is closed, and with a time limit it and what it started are stopped. */
export function commandOutput(command: string, folder: string, timeoutMs = limitMs): Promise<CommandOutput> {
  return new Promise((resolve) => {
    const child = spawn('/bin/sh', ['-c', command], { cwd: folder, detached: true, stdio: ['ignore', 'pipe', 'inherit'] });
    const parts: Buffer[] = [];
    child.stdout.on('data', (part: Buffer) => parts.push(part));
    const timer = setTimeout(() => {
      stop(child.pid);
      child.stdout.destroy();
      resolve({
        problem: `the command did not end within ${timeoutMs / 1000} s and was stopped; nothing can be typed, its standard input is closed`,
      });
    }, timeoutMs);
    const settle = (output: CommandOutput) => {
      clearTimeout(timer);
      resolve(output);
    };
    child.on('error', ({ message }) => settle({ problem: `the command cannot be started: ${message}` }));
    child.on('close', (code, signal) => {
      const value = Buffer.concat(parts)
        .toString('utf8')
        .replace(/\r?\n$/, '');
      if (code !== 0) settle({ problem: `the command failed (exit code ${code ?? signal}); run it yourself to see why` });
      else settle(value === '' ? { problem: 'the command printed nothing' } : { value });
    });
  });
}

/** Stops a process and those that it started. */
function stop(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    // It has just ended by itself.
  }
}

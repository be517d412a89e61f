import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import { expect, test, vi } from 'vitest';
import { runSuites } from '../../../cli/run/suites.ts';

const spawn = vi.hoisted(() => vi.fn());
vi.mock('node:child_process', () => ({ spawn }));

test("the heap of Playwright's processes grows slowly", async () => {
  const child = Object.assign(new EventEmitter(), { stdout: new PassThrough(), stderr: new PassThrough() });
  spawn.mockReturnValue(child);
  const outcome = runSuites({
    folder: 'run',
    workers: 1,
    settings: { clients: [] },
    timeoutMs: 1000,
    halted: new AbortController().signal,
    onProgress: () => undefined,
  });
  child.emit('close');
  await outcome;
  const [, args, options] = spawn.mock.calls[0]!;
  expect(args[0]).toBe('--heap-growing-percent=25');
  expect(options.env.NODE_OPTIONS).toMatch(/^--max-semi-space-size=4 /);
});

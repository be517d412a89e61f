import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createProgress } from '../../../cli/output/progress.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

function shown(isTTY: boolean, quiet = false) {
  vi.stubEnv('CI', '');
  const written: string[] = [];
  const stream = Object.assign(new PassThrough(), { isTTY });
  stream.on('data', (chunk: Buffer) => written.push(String(chunk)));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only what a progress uses of a stream
  const progress = createProgress(stream as unknown as NodeJS.WriteStream, quiet);
  return { progress, written };
}

const waitFor = (seconds: number) => ({ event: 'wait', seconds, principal: 'reader', sent: 23 }) as const;

test('Without a terminal a wait is a line every ten seconds', () => {
  const { progress, written } = shown(false);
  progress.line(waitFor(41), 180);
  vi.advanceTimersByTime(25_000);
  progress.line({ event: 'wait', seconds: 3, sent: 24 }, 180);
  vi.advanceTimersByTime(60_000);
  expect(written).toEqual([
    'waiting 41 s for the quota of reader, 23 of 180 requests\n',
    'waiting 31 s for the quota of reader, 23 of 180 requests\n',
    'waiting 21 s for the quota of reader, 23 of 180 requests\n',
  ]);
  progress.line({ event: 'wait', seconds: 12, sent: 200 }, 180);
  expect(written.at(-1)).toBe('waiting 12 s for time to pass, 200 of 200 requests\n');
});

test('In a terminal a wait counts down, until the next requirement is decided', () => {
  const { progress, written } = shown(true);
  progress.line({ event: 'begin', total: 2 }, 180);
  progress.line(waitFor(3), 180);
  vi.advanceTimersByTime(1_000);
  progress.line({ event: 'end', requirement: 'limits/429-status', milliseconds: 1 }, 180);
  vi.advanceTimersByTime(5_000);
  expect(written).toEqual([
    '\r\u001b[Kwaiting 3 s for the quota of reader, 23 of 180 requests',
    '\r\u001b[Kwaiting 2 s for the quota of reader, 23 of 180 requests',
    '\r\u001b[K1/2 limits/429-status',
  ]);
});

test('Nothing is shown if it is quiet', () => {
  const { progress, written } = shown(false, true);
  progress.line(waitFor(41), 180);
  vi.advanceTimersByTime(60_000);
  expect(written).toEqual([]);
});

import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createProgress } from '../../../cli/output/progress.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

function shown(isTTY: boolean, quiet = false, size: { readonly columns?: number; readonly rows?: number } = {}) {
  vi.stubEnv('CI', '');
  vi.stubEnv('TERM', 'xterm');
  const written: string[] = [];
  const stream = Object.assign(new PassThrough(), { isTTY, ...size });
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

const failed = {
  event: 'finding',
  requirement: 'limits/429-status',
  level: 'MUST',
  outcome: 'fail',
  checks: [
    { id: 'limits/429-status/a', outcome: 'fail', reason: 'unexpected status', expected: '429', observed: '503\u001b[2J' },
    { id: 'limits/429-status/b', outcome: 'pass' },
  ],
} as const;
const passed = {
  ...failed,
  requirement: 'scopes/missing',
  outcome: 'pass',
  checks: [{ id: 'scopes/missing/a', outcome: 'pass' }],
} as const;
const sentence = String.raw`✗ limits/429-status MUST (1 of 2): unexpected status: expected 429, observed 503\u{1b}[2J`;

/** What a terminal shows after these writes: it knows how to go up, and how to erase everything below. */
function screenAfter(written: readonly string[]): readonly string[] {
  const lines: string[] = [''];
  for (const part of written
    .join('')
    .split('\u001b[')
    .filter((text) => text !== 'J')) {
    const [, up, text = part] = /^(?:(\d+)A|J)(.*)$/s.exec(part) ?? [];
    if (up !== undefined) lines.splice(-1 - Number(up), Infinity, '');
    lines.splice(-1, 1, ...`${lines.at(-1)}${text}`.split('\n'));
  }
  return lines.slice(0, -1);
}

test('In a terminal topics are lines, a wait says how long and until when, and failures stay above', () => {
  vi.setSystemTime(new Date(2026, 0, 1, 12, 0, 0));
  const { progress, written } = shown(true);
  progress.say('Testing https://api.test');
  progress.plan(['limits/429-status', 'limits/enforcement', 'scopes/missing']);
  progress.line(waitFor(3), 180);
  vi.advanceTimersByTime(1_000);
  expect(screenAfter(written)).toEqual([
    'Testing https://api.test',
    '· limits     0/2',
    '· scopes     0/1',
    'waiting 2 s for the quota of reader, 23 of 180 requests, until 12:00:03',
  ]);
  progress.finding(failed);
  progress.finding(passed);
  expect(screenAfter(written)).toEqual(['Testing https://api.test', sentence, '✗ limits     1/2  1 failed', '✓ scopes     1/1']);
  progress.end();
  vi.advanceTimersByTime(5_000);
  expect(screenAfter(written)).toEqual(['Testing https://api.test', sentence]);
});

test('In a low and narrow terminal finished topics are left out, and no line is wrapped', () => {
  const { progress, written } = shown(true, false, { columns: 30, rows: 5 });
  progress.plan(['limits/429-status', 'limits/enforcement', 'scopes/missing', 'a/one']);
  progress.finding(passed);
  progress.line(waitFor(3), 180);
  expect(screenAfter(written)).toEqual(['· limits     0/2', '· a          0/1', 'waiting 3 s for the quota of…']);
});

test('Without a terminal a failure is a line', () => {
  const { progress, written } = shown(false);
  progress.finding(failed);
  progress.finding(passed);
  expect(written).toEqual([`${sentence}\n`]);
});

test('Nothing is shown if it is quiet', () => {
  const { progress, written } = shown(false, true);
  progress.line(waitFor(41), 180);
  vi.advanceTimersByTime(60_000);
  expect(written).toEqual([]);
});

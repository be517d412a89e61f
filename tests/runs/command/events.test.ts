import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { RunEvent } from '../../../cli/output/events.ts';
import { resultSchema } from '../../../suites/result/result.ts';
import { call, folderWith } from '../../support/command.ts';
import { root } from '../../support/pages.ts';

const { folder, remove } = await folderWith();
afterAll(remove);
const run = [
  'run',
  '--target',
  'mock',
  '--only',
  'credentials/revoked',
  '--only',
  'whoami/body',
  '--fault',
  'accepts-revoked-key',
  '--format',
  'json',
];
const parsed = (text: string): readonly RunEvent[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('--events', { timeout: 60_000 }, () => {
  test('writes a line of JSON for each finding, as many as the result has, and the verdict at the end', async () => {
    const { code, stdout } = await call([...run, '--events', 'events.jsonl'], { folder });
    expect(code).toBe(1);
    expect(stdout).toMatch(/^NON-CONFORMANT/);
    const events = parsed(await readFile(join(folder, 'events.jsonl'), 'utf8'));
    const result = resultSchema.parse(JSON.parse(await readFile(join(folder, 'auth-conformance-report/results.json'), 'utf8')));
    expect([...new Set(events.map(({ event }) => event))]).toEqual(['begin', 'preflight', 'plan', 'finding', 'end']);
    const findings = events.flatMap((event) => (event.event === 'finding' ? [`${event.requirement} ${event.level} ${event.outcome}`] : []));
    const judged = result.requirements.map(({ id, level, outcome }) => `${id} ${level} ${outcome}`);
    expect(findings.toSorted()).toEqual(judged.toSorted());
    expect(events.at(-1)).toMatchObject({ event: 'end', verdict: result.verdict, exit: result.exit });
  });

  test('with - replaces the text on standard output', async () => {
    const { code, stdout } = await call([...run, '--events', '-'], { folder });
    expect(code).toBe(1);
    expect(parsed(stdout).at(-1)).toMatchObject({ event: 'end', verdict: 'non-conformant' });
  });

  test('that cannot be written ends with 2', async () => {
    const { code, lastLine } = await call([...run, '--events', 'missing/events.jsonl'], { folder });
    expect([code, lastLine]).toEqual([2, expect.stringMatching(/^exit 2: --events: cannot write to missing\/events\.jsonl: ENOENT/)]);
  });
});

test('on a pseudo terminal the run is a view that ends in the report', { timeout: 60_000 }, async () => {
  const command = [process.execPath, join(root, 'dist/cli/main.js'), ...run].map((word) => `'${word}'`).join(' ');
  const { PATH = '', HOME = '' } = process.env;
  const env = { PATH, HOME, TERM: 'xterm', SHELL: '/bin/sh' };
  // It ends with the exit code of the run.
  const shown = await new Promise<{ readonly code: unknown; readonly stdout: string }>((resolve) => {
    execFile('script', ['-qec', command, '/dev/null'], { cwd: folder, env }, (error, stdout) => resolve({ code: error?.code, stdout }));
  });
  expect(shown.code).toBe(1);
  expect(shown.stdout).toMatch(/· whoami +0.1\r\n/);
  const frames = shown.stdout.split('\u001b[2A\u001b[J');
  expect(frames.filter((frame) => frame.startsWith('✗ credentials/revoked MUST (')).map((frame) => frame.split('\r\n')[0])).toEqual([
    expect.stringMatching(/^✗ credentials\/revoked MUST \(\d+ of \d+\): served instead of rejected: expected 401, observed 200$/),
  ]);
  expect(frames.at(-1)).toMatch(/^.*NON-CONFORMANT/);
});

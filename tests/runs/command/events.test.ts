import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { RunEvent } from '../../../cli/output/events.ts';
import { resultSchema } from '../../../suites/result/result.ts';
import { bundledDocument, loadContract } from '../../../spec/load.ts';
import { staging, type Staging } from '../../cli/staging.ts';
import { call, folderWith } from '../../support/command.ts';
import { mocking, serve, speaking } from '../../support/servers.ts';
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

test('a limit that no plan states is said once when the run meets it, with what it means for the time of the run', async () => {
  let [served, rejected] = [0, 0];
  let site: Staging | undefined;
  const at = await serve(
    speaking((request, response) => {
      served += 1;
      if (served % 20 !== 0) return mocking(site!.mock)(request, response);
      rejected += 1;
      request.resume();
      response.writeHead(429, { 'Retry-After': '1' }).end();
    }),
  );
  afterAll(() => at.close());
  site = await staging(await loadContract(bundledDocument), { principals: ['reader', 'writer', 'other', 'revoked'], at });
  afterAll(site.close);
  const { stderr } = await call('run --config staging.yaml --only credentials --workers 2 --events events.jsonl'.split(' '), site);
  expect(rejected).toBeGreaterThan(1);
  const said = stderr.match(/^! \S+ rejected a request with 429 although it was within the documented limits.* longer than planned$/gm);
  expect(said).toHaveLength(1);
  const events = parsed(await readFile(join(site.folder, 'events.jsonl'), 'utf8'));
  expect(events.filter(({ event }) => event === 'limit')).toEqual([
    expect.objectContaining({ status: 429, retryAfter: '1', waitSeconds: 1, sent: expect.any(Number) }),
  ]);
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

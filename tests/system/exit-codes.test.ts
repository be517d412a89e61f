/**
 * Every exit code, and which of two wins, over real processes.
 *
 * @module
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { resultSchema } from '../../suites/result/result.ts';
import { call, filesOf, folderWith } from '../support/command.ts';

const keyDocument = fileURLToPath(new URL('../../examples/header-key/openapi.yaml', import.meta.url));
const check = 'whoami/scopes/testAuth/reader/live';
const entry = (expires: string) => `- { check: ${check}, reason: r, fingerprint: 0123456789ab, why: w, owner: o, expires: ${expires} }\n`;
const unreachable = `target: https://127.0.0.1:9/v1\nprincipals: { reader: { secret: { env: READER }, scopes: [read] } }\n`;

/** What a run is given; the files are in its folder, and where `unwritable` is set its results cannot be written. */
interface Situation {
  readonly args: readonly string[];
  readonly unwritable?: boolean;
}

const mock = ['run', '--target', 'mock', '--only', 'whoami'];
const faulty = [...mock, '--fault', 'whoami-lists-every-scope'];
const open = ['run', '--target', 'mock', '--only', 'credentials', '--fault', 'reads-objects-without-key'];
const short = ['--max-requests', '24'];
const lost = ['run', '--config', 'unreachable.yaml'];
const stale = ['--baseline', 'stale.yaml'];
const nothing = ['run', keyDocument, '--target', 'mock', '--only', 'oauth'];
const files = {
  'stale.yaml': entry('2999-12-31'),
  'expired.yaml': entry('2020-01-01'),
  'broken.yaml': '- { check: a }\n',
  'unreachable.yaml': unreachable,
  'literal.yaml': 'target: https://api.example/v1\nprincipals: { reader: { secret: sk_live_0123456789 } }\n',
  'no-document.yaml': 'openapi: 3.1.0\n',
};

const table: { readonly [title: string]: Situation & { readonly code: number } } = {
  'all was met': { args: mock, code: 0 },
  'a MUST failed': { args: faulty, code: 1 },
  'an option that is none': { args: [...mock, '--targte', 'x'], code: 2 },
  'a command that is none': { args: ['rum'], code: 2 },
  'a requirement that is none': { args: ['run', '--target', 'mock', '--only', 'selftets'], code: 2 },
  'a filter that leaves nothing': { args: [...mock, '--skip', 'whoami'], code: 2 },
  'nothing that applies': { args: nothing, code: 2 },
  'a literal secret in the configuration': { args: ['run', '--config', 'literal.yaml'], code: 2 },
  'a document that is none': { args: ['run', 'no-document.yaml', '--target', 'mock'], code: 2 },
  'a baseline that is none': { args: [...mock, '--baseline', 'broken.yaml'], code: 2 },
  'a folder of reports that is a file': { args: [...mock, '--report-dir', 'stale.yaml'], code: 2 },
  'no worker': { args: [...mock, '--workers', '0'], code: 2 },
  'a folder of reports that cannot be made': { args: [...mock, '--report-dir', '/proc/nope'], code: 2 },
  'a MUST undecided': { args: [...mock, ...short], code: 3 },
  'a MUST undecided, and that allowed': { args: [...mock, ...short, '--allow-incomplete'], code: 0 },
  'a target that does not answer': { args: lost, code: 4 },
  'a stale entry of the baseline': { args: [...mock, ...stale], code: 5 },
  'an expired entry of the baseline': { args: [...mock, '--baseline', 'expired.yaml'], code: 5 },
  'results that cannot be written': { args: mock, unwritable: true, code: 70 },
  '70 before 2': { args: nothing, unwritable: true, code: 70 },
  '70 before 4': { args: lost, unwritable: true, code: 70 },
  '70 before 1': { args: faulty, unwritable: true, code: 70 },
  '2 before 4': { args: [...lost, '--profile', 'reckless'], code: 2 },
  '2 before 1': { args: [...faulty, '--format', 'pdf'], code: 2 },
  '4 before 5': { args: [...lost, ...stale], code: 4 },
  '1 before 5': { args: [...faulty, ...stale], code: 1 },
  '1 before 3': { args: [...open, '--max-requests', '120'], code: 1 },
  '5 before 3': { args: [...mock, ...short, ...stale], code: 5 },
};

describe('the exit code of', () => {
  test.for(Object.entries(table))('%s', { timeout: 120_000 }, async ([title, { args, unwritable = false, code }]) => {
    const { folder, remove } = await folderWith(files);
    onTestFinished(remove);
    if (unwritable) await mkdir(join(folder, 'auth-conformance-report', 'results.json'), { recursive: true });
    const ended = await call([...args], { folder, environment: { READER: 'sk_live_0123456789abcdef' } });
    expect(ended.lastLine).toMatch(new RegExp(`^exit ${code}: .`));
    expect(ended.code).toBe(code);
    expect(ended.stderr).not.toMatch(/^\s+at .*:\d+:\d+\)?$/m);
    const { 'results.json': written } = await filesOf(join(folder, 'auth-conformance-report')).catch(() => ({ 'results.json': undefined }));
    if (written === undefined) return;
    const { exit, requirements } = resultSchema.parse(JSON.parse(written));
    expect(`exit ${exit.code}: ${exit.reason}`).toBe(ended.lastLine);
    if (title.endsWith(' before 3'))
      expect(requirements.some(({ level, outcome }) => level === 'MUST' && outcome === 'blocked')).toBe(true);
  });
});

import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { bundledDocument, loadContract } from '../../../spec/load.ts';
import { resultSchema, type Result } from '../../../suites/result/result.ts';
import { call, filesOf, type Ended } from '../../support/command.ts';
import { answering, serve } from '../../support/servers.ts';
import { staging, type Staging, type StagingOptions } from '../../cli/staging.ts';

const contract = await loadContract(bundledDocument);
/** Nobody whose quota of a minute a run would use up, and have to wait for. */
const everybody = ['reader', 'writer', 'deleter', 'editor', 'admin', 'other', 'revoked', 'expired', 'standard-reader'];
const further = ['office', 'branch', 'free-burner'];
const clients = ['app', 'other-app', 'phone', 'office-app', 'free-app'];
/** What must be served, and what must be rejected. */
const credentials = [
  'valid',
  'missing',
  'unknown',
  'unknown-on-every-operation',
  'revoked',
  'expired',
  'malformed',
  'ambiguous',
  'too-long',
].map((name) => `credentials/${name}`);
const closers: (() => Promise<void>)[] = [];
afterAll(async () => void (await Promise.all(closers.map((close) => close()))));

/** A run that is over: what it wrote, on its streams and into its folder. */
interface Over extends Ended, Staging {
  readonly files: { readonly [path: string]: string };
  readonly result: Result;
}

async function staged(options: StagingOptions): Promise<Staging> {
  const site = await staging(contract, options);
  closers.push(site.close);
  return site;
}

async function over(site: Staging, ended: Promise<Ended>): Promise<Over> {
  const end = await ended;
  const files = await filesOf(join(site.folder, 'auth-conformance-report'));
  return { ...site, ...end, files, result: resultSchema.parse(JSON.parse(files['results.json'] ?? end.stderr)) };
}

async function runAt(options: StagingOptions, ...args: readonly string[]): Promise<Over> {
  const site = await staged(options);
  return over(site, call(['run', '--config', 'staging.yaml', ...args], site));
}

async function runAtEverything200(): Promise<Over> {
  const at = await serve(answering(200));
  closers.push(() => at.close());
  return runAt({ principals: everybody, at, configuration: 'allow: { writes: true }' }, '--only', credentials.join(','));
}

const [good, faulty, careless] = await Promise.all([
  runAt({ principals: [...everybody, ...further], clients, configuration: 'allow: { writes: true, destructive: true }' }),
  runAt({ principals: everybody, faults: ['sends-202-for-reads'] }, '--profile', 'safe', '--verbose', '--only', credentials.join(',')),
  runAtEverything200(),
]);
describe('a run against a server that was started elsewhere', () => {
  test('finds that it conforms', () => {
    expect(good.lastLine).toMatch(/^exit 0: /);
    expect(good).toMatchObject({ code: 0, result: { verdict: 'conformant', profile: 'standard', exit: { code: 0 } } });
  });

  test('decides whatever its permissions allow, and lists the rest as outside the profile', () => {
    const open = good.result.requirements.filter(({ outcome }) => outcome !== 'pass');
    expect(open.map(({ outcome }) => outcome)).toEqual(open.map(() => 'not-applicable'));
    expect(open.length).toBeGreaterThan(0);
    const reasons = open.flatMap(({ reason, checks }) => (checks.length === 0 ? [reason] : checks.map((check) => check.reason)));
    expect(reasons.filter((reason) => reason?.startsWith('profile: ')).length).toBeGreaterThan(10);
    expect(reasons.filter((reason) => reason === undefined)).toEqual([]);
  });

  test('leaves results, a page and a JUnit report', () => {
    expect(Object.keys(good.files)).toEqual(expect.arrayContaining(['results.json', 'report.html', 'junit.xml']));
    expect(good.files['report.html']).toMatch(/^<!doctype html>/i);
    expect(good.files['junit.xml']).toContain('<testsuites');
  });

  test('asks only what the mock was asked', () => {
    expect(good.mock.journal().length).toBeGreaterThan(100);
    expect(good.result.requests).toBe(good.mock.journal().length);
  });
});

describe('every run', () => {
  const all = Object.entries({ good, faulty, careless });

  test.for(all)('keeps each secret to itself (%s)', ([, { stdout, stderr, files, secrets }]) => {
    const texts = [stdout, stderr, ...Object.values(files)];
    expect(secrets.filter((secret) => texts.some((text) => text.includes(secret)))).toEqual([]);
    expect(secrets.filter((secret) => texts.some((text) => text.includes(encodeURIComponent(secret))))).toEqual([]);
    expect(secrets.filter((secret) => texts.some((text) => text.includes(Buffer.from(secret).toString('base64'))))).toEqual([]);
  });

  test.for(all)('ends with the code that its results state, and says why in its last line (%s)', ([, { code, lastLine, result }]) => {
    expect(code).toBe(result.exit.code);
    expect(lastLine).toBe(`exit ${code}: ${result.exit.reason}`);
  });
});

test.for([good, faulty, careless])('progress is told of what is planned, up to its end', ({ stderr, result }) => {
  const planned = /^(\d+) requirements?, about \d+ requests$/m.exec(stderr)?.[1];
  expect(stderr).toContain(`${planned} of ${planned} requirements\n`);
  expect(result.requirements.length).toBe(Number(planned));
});

describe('a run against a server with a fault', () => {
  test('exits 1', () => {
    expect(faulty).toMatchObject({ code: 1, result: { verdict: 'non-conformant' } });
  });

  test('finds that and nothing else', () => {
    const failed = faulty.result.requirements.filter(({ outcome }) => outcome === 'fail').map(({ id }) => id);
    expect(failed).toEqual(['credentials/valid']);
  });

  test('shows the requirement, what was expected and observed, and how to see it oneself', () => {
    expect(faulty.stdout).toMatch(/✗ Valid credentials are accepted +credentials\/valid +MUST/);
    expect(faulty.stdout).toMatch(/expected 200\n +observed 202\n/);
    expect(faulty.stdout).toMatch(/ curl -i .*-H "Authorization: Bearer \$STAGING_[A-Z_]+" .*"https:\/\/127\.0\.0\.1:\d+\/v1\//);
  });
});

test('a server that answers everything with 200 fails, critically', () => {
  expect(careless).toMatchObject({ code: 1, result: { verdict: 'non-conformant' } });
  expect(careless.lastLine).toMatch(/^exit 1: \d+ MUST failed, \d+ critical$/);
});

describe('the profile safe', () => {
  test('sends at most a hundred requests', () => {
    expect(faulty.mock.journal().length).toBeLessThanOrEqual(100);
    expect(faulty.mock.journal().length).toBeGreaterThan(50);
  });

  test('sends nothing that would change anything, but for what must be refused', () => {
    const unsafe = faulty.mock.journal().filter(({ method }) => /^(?:POST|PUT|PATCH|DELETE)$/.test(method));
    expect(unsafe.filter(({ outcome }) => outcome !== 'rejected')).toEqual([]);
  });
});

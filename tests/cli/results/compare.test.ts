import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compareResults, type ResultComparison } from '../../../cli/compare/comparison.ts';
import { comparisonFormats } from '../../../cli/compare/formats.ts';
import type { CheckFinding, RequirementFinding } from '../../../reporters/gathering/input.ts';
import type { Outcome, Result } from '../../../suites/result/result.ts';
import { bundledDocument, loadContract } from '../../../spec/load.ts';
import { check, finding, planned, resultOf } from '../../reporters/builder.ts';
import { call, folderWith } from '../../support/command.ts';
import { expectGolden } from '../../support/golden.ts';
import { runOf } from './shards.ts';

const id = 'scopes/missing';
const one = (outcome: Outcome | undefined, changes: Partial<CheckFinding> = {}, run: Parameters<typeof resultOf>[1] = {}): Result => {
  const checks = [check(`${id}/other`, 'pass'), ...(outcome === undefined ? [] : [check(`${id}/it`, outcome, changes)])];
  return resultOf([{ requirement: id, checks }], run);
};
const held = (old: Result, latest: Result, failOn?: 'must' | 'should') =>
  compareResults({ file: 'old.json', result: old }, { file: 'new.json', result: latest }, failOn);
const changed = (old: Result, latest: Result) =>
  Object.entries(held(old, latest).changes).flatMap(([kind, changes]) => changes.map((change) => `${kind} ${change.check}`));

describe('what becomes of a check', () => {
  test.for([
    ['pass', 'fail', 'broken', 1],
    ['not-applicable', 'fail', 'broken', 1],
    [undefined, 'fail', 'broken', 1],
    ['inconclusive', 'fail', 'broken', 1],
    ['fail', 'pass', 'fixed', 0],
    ['pass', 'inconclusive', 'undecided', 3],
    ['fail', 'blocked', 'undecided', 3],
    [undefined, 'error', 'undecided', 3],
    ['blocked', 'pass', 'decided', 0],
    ['blocked', 'inconclusive', 'changed', 0],
    ['fail', undefined, 'dropped', 0],
    ['pass', 'not-applicable', 'dropped', 0],
    ['pass', 'pass', undefined, 0],
    [undefined, 'pass', undefined, 0],
    ['fail', 'fail', undefined, 0],
    ['not-applicable', 'pass', undefined, 0],
  ] as const)('%s before, %s now: %s', ([before, now, kind, code]) => {
    const [old, latest] = [one(before), one(now)];
    expect(changed(old, latest)).toEqual(kind === undefined ? [] : [`${kind} ${id}/it`]);
    expect(held(old, latest).code).toBe(code);
  });

  test('a failure for another reason, or with another status, is told', () => {
    const [old, latest] = [
      one('fail', { reason: 'another status', fingerprint: 'a' }),
      one('fail', { reason: 'another status', fingerprint: 'b' }),
    ];
    expect(changed(old, latest)).toEqual([`changed ${id}/it`]);
    expect(changed(old, old)).toEqual([]);
    expect(changed(old, one('fail', { reason: 'served', fingerprint: 'a' }))).toEqual([`changed ${id}/it`]);
  });

  test('what is blocked as a whole is missed check by check', () => {
    const blocked: RequirementFinding = { requirement: id, checks: [], outcome: 'blocked', reason: 'not asked: the run was interrupted' };
    const comparison = held(one('pass'), resultOf([blocked]));
    const missed = comparison.changes.undecided.map((change) => `${change.check}: ${change.now?.reason}`);
    expect(new Set(missed)).toEqual(new Set(['it', 'other'].map((name) => `${id}/${name}: ${blocked.reason}`)));
    expect(comparison.code).toBe(3);
  });
});

describe('the exit code', () => {
  const should = { planned: [planned(id, { level: 'SHOULD' as const })] };

  test('counts a SHOULD only where the later run, or the option, does', () => {
    const [old, latest] = [one('pass', {}, should), one('fail', {}, should)];
    expect(held(old, latest)).toMatchObject({ code: 0, reason: '1 check broken (none count)' });
    expect(held(old, latest, 'should')).toMatchObject({ code: 1, reason: '1 check broken' });
    expect(held(old, one('fail', {}, { ...should, failOn: 'should' })).code).toBe(1);
  });

  test('does not count what the baseline accepts', () => {
    expect(held(one('pass'), one('fail', { excused: true }))).toMatchObject({ code: 0, changes: { broken: [{ now: { excused: true } }] } });
  });

  test('does not count a new check that is set aside', () => {
    expect(held(one(undefined), one('blocked', {}, { profile: 'standard' }))).toMatchObject({ code: 0, changes: { undecided: [{}] } });
  });
});

describe('the contract', () => {
  const document = { title: 'Things', version: '2.0.0', source: 'openapi.yaml', sha256: 'f'.repeat(64) };

  test('has changed where the sha256 differs, and requirements are added, gone, or weigh otherwise', () => {
    const old = resultOf([finding('a/stays', 'pass'), finding('a/goes', 'pass')]);
    const dropped: RequirementFinding = {
      requirement: 'a/goes',
      checks: [],
      outcome: 'not-applicable',
      reason: 'no limits are documented',
    };
    const latest = resultOf([finding('a/stays', 'pass'), finding('a/comes', 'pass'), dropped], {
      document,
      planned: [planned('a/stays', { level: 'SHOULD' }), planned('a/comes'), planned('a/goes')],
    });
    expect(held(old, latest).contract).toEqual({
      changed: true,
      added: [{ requirement: 'a/comes', level: 'MUST', demand: 'The server MUST do a/comes.' }],
      gone: [{ requirement: 'a/goes', level: 'MUST', demand: 'The server MUST do a/goes.', why: 'no limits are documented' }],
      levels: [{ requirement: 'a/stays', before: 'MUST', now: 'SHOULD' }],
    });
    expect(held(old, old).contract).toEqual({ changed: false, added: [], gone: [], levels: [] });
  });

  test('is not the target, the profile, the version or the selection: of those the reader is warned', () => {
    const latest = one(
      'pass',
      {},
      { target: 'https://b.test', profile: 'safe', harness: { version: '2' }, selection: { only: ['a'], skip: ['b'] } },
    );
    expect(held(one('pass'), latest).cautions).toEqual([
      'the target changed: https://api.test/v1 before, https://b.test now',
      'the profile changed: full before, safe now',
      'auth-conformance changed: 0.1.0 before, 2 now',
      'the selection (--only, --skip, --shard) changed: everything before, a, except b now',
    ]);
  });
});

describe('a comparison is printed as its golden file has it', () => {
  const nasty = '<b>|`\u001b[31m\n@team';
  const checks = (...all: readonly CheckFinding[]) => [{ requirement: id, checks: all }, finding('a/gone', 'pass')];
  const before = resultOf(
    checks(
      check(`${id}/fixed`, 'fail', { reason: 'another status', observed: '200' }),
      check(`${id}/broken`, 'pass'),
      check(`${id}/open`, 'pass'),
      check(`${id}/decided`, 'blocked', { reason: 'nobody' }),
      check(`${id}/other`, 'fail', { reason: 'first' }),
      check(`${id}/dropped`, 'fail', { reason: 'first' }),
    ),
    { planned: [planned(id, { severity: 'critical' }), planned('a/gone')] },
  );
  const later = resultOf(
    checks(
      check(`${id}/fixed`, 'pass'),
      check(`${id}/broken`, 'fail', { reason: nasty, expected: '403', observed: nasty }),
      check(`${id}/open`, 'inconclusive', { reason: 'the control failed' }),
      check(`${id}/decided`, 'pass'),
      check(`${id}/other`, 'fail', { reason: 'second', excused: true }),
    ).slice(0, 1),
    {
      planned: [planned(id, { severity: 'critical' })],
      target: 'https://b.test/v1',
      document: { ...before.document, sha256: 'e'.repeat(64) },
    },
  );
  test.for([
    ['text', 'txt'],
    ['json', 'json'],
    ['markdown', 'md'],
  ] as const)('as %s', async ([format, ending]) => {
    const text = comparisonFormats[format](held(before, later));
    await expectGolden(new URL(`./golden/comparison.${ending}.golden`, import.meta.url), text);
  });
});

describe('the command compare', () => {
  let folder: string;
  let remove: () => Promise<void>;
  beforeAll(async () => {
    const contract = await loadContract(bundledDocument);
    const only = ['credentials/undeclared-scheme', 'whoami'];
    const [sound, faulty] = await Promise.all([[], ['accepts-any-scheme']].map((faults) => runOf(contract, { faults }, { only })));
    const unusable = resultOf([finding('a/first', 'pass')], { preflight: [{ id: 'target', outcome: 'fail', message: 'No answer.' }] });
    ({ folder, remove } = await folderWith({
      'sound.json': JSON.stringify(sound),
      'faulty.json': JSON.stringify(faulty),
      'unusable.json': JSON.stringify(unusable),
    }));
  });
  afterAll(() => remove());

  test('exits 1 where a run breaks what held, 0 where it is fixed, 2 where nothing can be said', async () => {
    const [broken, fixed, unusable] = await Promise.all([
      call(['compare', 'sound.json', 'faulty.json'], { folder }),
      call(['compare', 'faulty.json', 'sound.json', '--json'], { folder }),
      call(['compare', 'sound.json', 'unusable.json'], { folder }),
    ]);
    expect([broken.code, fixed.code, unusable.code]).toEqual([1, 0, 2]);
    expect(broken.stdout).toMatch(/^BROKEN {2}\d+\n✗ credentials\/undeclared-scheme\//m);
    expect(broken.lastLine).toMatch(/^exit 1: \d+ checks? broken$/);
    const { changes, ...comparison }: ResultComparison = JSON.parse(fixed.stdout);
    expect(comparison).toMatchObject({ code: 0, reason: 'nothing broken', contract: { changed: false } });
    expect(changes.broken).toEqual([]);
    expect(changes.fixed.map(({ before, now }) => `${before?.outcome}, ${now?.outcome}`)).toContain('fail, pass');
    expect(unusable.stderr).toContain('unusable.json is the result of an unusable run: preflight failed');
  });
});

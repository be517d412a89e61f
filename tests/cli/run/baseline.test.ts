import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { excuse, fingerprintOf } from '../../../cli/baseline/baseline.ts';
import { openDraft } from '../../../cli/baseline/draft.ts';
import { isOfShard } from '../../../cli/baseline/shard.ts';
import { readBaseline } from '../../../cli/baseline/file.ts';
import { bundledDocument, loadContract } from '../../../spec/load.ts';
import type { JudgedCheck } from '../../../suites/engine/judge.ts';
import type { Finding } from '../../../suites/engine/session.ts';
import { call, folderWith } from '../../support/command.ts';
import { check as judged, planned, resultOf } from '../../reporters/builder.ts';
import { runOf } from '../results/shards.ts';

const failed: JudgedCheck = {
  id: 'limits/429-message/testAuth',
  outcome: 'fail',
  reason: 'worded differently',
  where: '$response.body#/error/message',
  expected: 'one',
  observed: 'other',
  mismatch: { code: 'message-differs', at: '$response.body#/error/message', expected: { kind: 'example', text: 'one' }, actual: 'other' },
  exchanges: [],
};
const finding = (check: JudgedCheck): readonly Finding[] => [{ requirement: 'limits/429-message', checks: [check] }];
const entry = {
  check: failed.id,
  reason: failed.reason!,
  fingerprint: fingerprintOf(failed),
  why: 'copy edit',
  owner: 'api',
  expires: '2026-12-31',
  at: 'baseline.yaml:1',
};
const held = (check: JudgedCheck, today = '2026-11-24') => {
  const { findings, baseline, warnings } = excuse(finding(check), [entry], today, false);
  return { excused: findings[0]!.checks[0]!.excused === true, baseline, warnings };
};

test('the very failure that an entry describes is excused up to its last day', () => {
  expect(held(failed)).toEqual({ excused: true, baseline: { matched: 1, stale: 0, expired: 0 }, warnings: [] });
  expect(held(failed, '2026-12-31').excused).toBe(true);
  expect(held(failed, '2027-01-01')).toEqual({
    excused: false,
    baseline: { matched: 0, stale: 0, expired: 1 },
    warnings: [`baseline, baseline.yaml:1: ${failed.id} was accepted until 2026-12-31: fix the failure, or renew the entry`],
  });
  expect(held({ ...failed, outcome: 'blocked' }, '2027-01-01').baseline.expired).toBe(1);
});

test('an entry whose check passes, or fails in another way, is stale', () => {
  expect(held({ id: failed.id, outcome: 'pass', exchanges: [] }).baseline).toEqual({ matched: 0, stale: 1, expired: 0 });
  const other = { ...failed.mismatch!, code: 'unexpected-media-type' } as const;
  expect(held({ ...failed, reason: 'another media type', mismatch: other })).toEqual({
    excused: false,
    baseline: { matched: 0, stale: 1, expired: 0 },
    warnings: [expect.stringContaining('fails in another way than accepted (another media type)')],
  });
});

test('an excused failure says why, who is responsible and until when', () => {
  const [first] = excuse(finding(failed), [{ ...entry, issue: 'API-7' }], '2026-11-24', false).findings;
  expect(first!.checks[0]!.accepted).toEqual({ why: 'copy edit', owner: 'api', expires: '2026-12-31', issue: 'API-7' });
  const [later] = excuse(finding(failed), [entry], '2027-01-01', false).findings;
  expect(later!.checks[0]).not.toHaveProperty('accepted');
});

test('a fingerprint does not depend on the words and the observed value, except for a status', () => {
  const mismatch = failed.mismatch!;
  expect(fingerprintOf({ ...failed, observed: 'third', mismatch: { ...mismatch, actual: 'third' } })).toBe(fingerprintOf(failed));
  expect(fingerprintOf({ ...failed, reason: 'the same in other words' })).toBe(fingerprintOf(failed));
  const withStatus = (actual: number) => fingerprintOf({ ...failed, mismatch: { ...mismatch, at: '$statusCode', actual } });
  expect(withStatus(200)).not.toBe(withStatus(403));
});

test('a critical failure is excused only where that is asked for', () => {
  const check: JudgedCheck = { ...failed, id: 'credentials/missing/x', where: '$statusCode', observed: '200' };
  const critical: readonly Finding[] = [{ requirement: 'credentials/missing', checks: [check] }];
  const entries = [{ ...entry, check: check.id, fingerprint: fingerprintOf(check) }];
  expect(excuse(critical, entries, '2026-11-24', false).baseline.matched).toBe(0);
  expect(excuse(critical, entries, '2026-11-24', true).baseline.matched).toBe(1);
});

test('a critical failure that is not accepted is told', () => {
  const check: JudgedCheck = { ...failed, id: 'credentials/missing/x' };
  const { warnings } = excuse(
    [{ requirement: 'credentials/missing', checks: [check] }],
    [{ ...entry, check: check.id, fingerprint: fingerprintOf(check) }],
    '2026-11-24',
    false,
  );
  expect(warnings).toEqual([`baseline, baseline.yaml:1: ${check.id} is critical: it is accepted only with --accept-critical`]);
});

test('an entry whose check is no longer made is stale, one whose requirement was not reported, or is undecided, is not', () => {
  const none = { matched: 0, stale: 0, expired: 0 };
  const other = { ...failed, id: `${finding(failed)[0]!.requirement}/other` };
  expect(excuse(finding(other), [entry], '2026-11-24', false)).toMatchObject({
    baseline: { ...none, stale: 1 },
    warnings: [expect.stringContaining('is no longer made')],
  });
  expect(excuse([], [entry], '2026-11-24', false).baseline).toEqual(none);
  expect(held({ ...failed, outcome: 'inconclusive' })).toEqual({ excused: false, baseline: none, warnings: [] });
});

test('an entry of a shard that plays another scenario is ignored, where a requirement judges all exchanges', () => {
  const shard = { index: 1, total: 2, part: { scenarios: ['whoami'], players: 2, requests: 9, plan: 'a' } };
  const checks = ['errors/media-type/whoami', 'errors/media-type/same-account', 'whoami/body/testAuth/reader'];
  expect(checks.map((check) => isOfShard(check, { shard }))).toEqual([true, false, true]);
  expect(checks.map((check) => isOfShard(check, {}))).toEqual([true, true, true]);
});

describe('a file', () => {
  let folder: string;
  let remove: () => Promise<void>;
  beforeAll(async () => ({ folder, remove } = await folderWith()));
  afterAll(() => remove());
  const read = async (text: string) => {
    const path = join(folder, 'read.yaml');
    await writeFile(path, text);
    return readBaseline(path);
  };
  const row = (changes: Record<string, string> = {}) => {
    const { at: _at, ...members } = { ...entry, ...changes };
    return `- ${JSON.stringify(members)}\n`;
  };

  test('that is no baseline is refused, with line, entry and member', async () => {
    await expect(read(`\n${row({ expires: 'soon' })}`)).rejects.toThrow(/read\.yaml:2: entry 1, expires: expected a date/);
    await expect(read(`${row()}\n${row({ check: 'no/such/check' })}`)).rejects.toThrow(
      /read\.yaml:3: entry 2, check: expected the id of a check, got an unknown requirement/,
    );
    await expect(read(row() + row())).rejects.toThrow(/read\.yaml:2: .* already has an entry at .*read\.yaml:1/);
    await expect(read(row({ why: '' }))).rejects.toThrow(/why: expected a reason why the failure is accepted/);
    await expect(read('- {\n')).rejects.toThrow(/read\.yaml:2: /);
    await expect(read('a: b')).rejects.toThrow(/read\.yaml: /);
    await expect(readBaseline(join(folder, 'none.yaml'))).rejects.toThrow(/cannot read .*none\.yaml/);
  });

  test('that is one says where each entry stands', async () => {
    expect(await read(`# accepted\n\n${row()}`)).toEqual([{ ...entry, at: expect.stringMatching(/read\.yaml:3$/) }]);
    expect(await read('')).toEqual([]);
  });

  test('is written from a result, refused until somebody answers, and then excuses it', async () => {
    const path = join(folder, 'written.yaml');
    const [must, should] = ['limits/429-status', 'limits/429-message'] as const;
    const failure = (id: string) => judged(id, 'fail', { reason: 'served', fingerprint: '0123456789ab' });
    const result = (...failing: readonly string[]) =>
      resultOf(
        [
          { requirement: must, checks: [failing.includes('a') ? failure(`${must}/a`) : judged(`${must}/a`, 'pass'), failure(`${must}/b`)] },
          { requirement: should, checks: [failure(`${should}/c`)] },
        ],
        { planned: [planned(must, { severity: 'critical' }), planned(should, { level: 'SHOULD' })] },
      );
    const write = async (...failing: readonly string[]) => (await openDraft(path))!(result(...failing));
    expect(await write('a')).toMatch(/written\.yaml has 2 failures; fill in why and owner of 2/);
    const text = await readFile(path, 'utf8');
    expect(text.match(/^ *# critical: accepted only with --accept-critical$/gm)).toHaveLength(2);
    expect(text).toContain('expires: 2026-04-01');
    await expect(readBaseline(path)).rejects.toThrow(/entry 1, why.*\n.*entry 1, owner/);
    await writeFile(path, text.replaceAll('why: ""', 'why: known').replaceAll('owner: ""', 'owner: api'));
    expect(await write()).toMatch(/has 1 failure$/);
    expect(await readBaseline(path)).toMatchObject([{ check: `${must}/b`, why: 'known', owner: 'api' }]);
  });

  test('that report writes is one that excuses the very failures in a run', async () => {
    const contract = await loadContract(bundledDocument);
    const only = ['whoami/scopes'];
    const result = await runOf(contract, { faults: ['whoami-lists-every-scope'] }, { only });
    await writeFile(join(folder, 'results.json'), JSON.stringify(result));
    const ended = await call(['report', 'results.json', '--format', 'junit', '--write-baseline', 'own/baseline.yaml'], { folder });
    expect([ended.code, ended.stderr]).toEqual([1, expect.stringContaining('own/baseline.yaml has ')]);
    const path = join(folder, 'own/baseline.yaml');
    await writeFile(path, (await readFile(path, 'utf8')).replaceAll('""', 'x'));
    const entries = await readBaseline(path);
    const failures = result.requirements.flatMap(({ checks }) => checks.filter(({ outcome }) => outcome === 'fail'));
    expect(entries.length).toBe(failures.length);
    expect(entries.map(({ fingerprint }) => fingerprint)).toEqual(failures.map(({ fingerprint }) => fingerprint));
  });
});

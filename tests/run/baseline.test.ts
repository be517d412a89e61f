import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { excuse, fingerprintOf, readBaseline } from '../../cli/run/baseline.ts';
import type { JudgedCheck } from '../../suites/judge.ts';
import type { Finding } from '../../suites/session.ts';

const failed: JudgedCheck = {
  id: 'limits/refusal-has-the-documented-message/testAuth',
  outcome: 'fail',
  reason: 'worded differently',
  where: '$response.body#/error/message',
  expected: 'one',
  observed: 'other',
  exchanges: [],
};
const finding = (check: JudgedCheck): readonly Finding[] => [{ requirement: 'limits/refusal-has-the-documented-message', checks: [check] }];
const entry = {
  check: failed.id,
  reason: failed.reason!,
  fingerprint: fingerprintOf(failed),
  why: 'copy edit',
  owner: 'api',
  expires: '2026-12-31',
};
const held = (check: JudgedCheck, today = '2026-11-24') => {
  const { findings, baseline } = excuse(finding(check), [entry], today, false);
  return { excused: findings[0]!.checks[0]!.excused === true, baseline };
};

test('the very failure that an entry describes is excused up to its last day', () => {
  expect(held(failed)).toEqual({ excused: true, baseline: { matched: 1, stale: 0, expired: 0 } });
  expect(held(failed, '2026-12-31').excused).toBe(true);
  expect(held(failed, '2027-01-01')).toEqual({ excused: false, baseline: { matched: 0, stale: 0, expired: 1 } });
});

test('an entry whose check passes, or fails in another way, is stale', () => {
  expect(held({ id: failed.id, outcome: 'pass', exchanges: [] }).baseline).toEqual({ matched: 0, stale: 1, expired: 0 });
  expect(held({ ...failed, reason: 'another media type' })).toEqual({ excused: false, baseline: { matched: 0, stale: 1, expired: 0 } });
});

test('a failure that differs only in what it observed keeps its fingerprint, one with another status does not', () => {
  expect(fingerprintOf({ ...failed, observed: 'third' })).toBe(fingerprintOf(failed));
  const status = { ...failed, where: '$statusCode', observed: '403' };
  expect(fingerprintOf({ ...status, observed: '200' })).not.toBe(fingerprintOf(status));
});

test('a critical failure is excused only where that is asked for', () => {
  const check: JudgedCheck = { ...failed, id: 'credentials/missing-credential-is-401/x', where: '$statusCode', observed: '200' };
  const critical: readonly Finding[] = [{ requirement: 'credentials/missing-credential-is-401', checks: [check] }];
  const entries = [{ ...entry, check: check.id, fingerprint: fingerprintOf(check) }];
  expect(excuse(critical, entries, '2026-11-24', false).baseline.matched).toBe(0);
  expect(excuse(critical, entries, '2026-11-24', true).baseline.matched).toBe(1);
});

test('a baseline that is none is refused with the entry and the member', async () => {
  const path = join(await mkdtemp(join(tmpdir(), 'baseline-')), 'baseline.yaml');
  await writeFile(path, '- { check: a, reason: b, fingerprint: 0123456789ab, why: c, owner: d, expires: soon }\n');
  await expect(readBaseline(path)).rejects.toThrow(/entry 1, expires: /);
});

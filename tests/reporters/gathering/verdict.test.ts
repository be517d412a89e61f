import { describe, expect, it } from 'vitest';
import { decideVerdict, type VerdictInput, type ExitDecision } from '../../../reporters/gathering/verdict.ts';
import type { CheckResult, Outcome, RequirementResult } from '../../../suites/result/result.ts';
import { planned } from '../builder.ts';

const calm: VerdictInput = {
  profile: 'standard',
  preflightFailed: false,
  failOn: 'must',
  allowIncomplete: false,
  interrupted: false,
  missingFindings: [],
  baseline: { matched: 0, stale: 0, expired: 0 },
};

function requirement(outcome: Outcome, changes: Partial<RequirementResult> = {}): RequirementResult {
  const checks = [{ id: 'topic/rule/check', outcome, exchanges: [] }];
  return { ...planned('topic/rule'), outcome, decided: 1, total: 1, checks, ...changes };
}

const pass = requirement('pass');
const mustFail = requirement('fail');
const criticalFail = requirement('fail', { severity: 'critical' });
const shouldFail = requirement('fail', { level: 'SHOULD' });
const mayFail = requirement('fail', { level: 'MAY' });
const blocked = requirement('blocked');
const inconclusive = requirement('inconclusive');
const notConfigured: CheckResult = {
  id: 'topic/rule/key',
  outcome: 'blocked',
  cause: { code: 'not-configured', why: 'no key' },
  exchanges: [],
} as const;
const notTested = requirement('blocked', { decided: 0, checks: [notConfigured] });
const halfTested = requirement('blocked', { decided: 0, checks: [notConfigured, ...blocked.checks] });
const broken = requirement('error');
const excusedFail = requirement('fail', { checks: [{ id: 'topic/rule/check', outcome: 'fail', excused: true, exchanges: [] }] });
const halfExcused = requirement('fail', { checks: [...excusedFail.checks, ...mustFail.checks] });
const excusedAmongPassed = requirement('fail', { checks: [...excusedFail.checks, ...pass.checks] });
const failedWithoutChecks = requirement('fail', { checks: [] });
const stale = { matched: 0, stale: 1, expired: 0 };
const expired = { matched: 0, stale: 0, expired: 2 };

interface Case {
  readonly when: string;
  readonly requirements: readonly RequirementResult[];
  readonly but?: Partial<VerdictInput>;
  readonly gives: readonly [ExitDecision['verdict'], number, string];
}

const cases: readonly Case[] = [
  { when: 'all is well', requirements: [pass], gives: ['conformant', 0, 'all applicable requirements passed'] },
  { when: 'a MAY failed', requirements: [pass, mayFail], gives: ['conformant', 0, 'all applicable requirements passed'] },
  { when: 'a SHOULD failed', requirements: [pass, shouldFail], gives: ['conformant-with-warnings', 0, '1 SHOULD failed (warnings)'] },
  {
    when: 'a SHOULD failed and counts',
    requirements: [shouldFail],
    but: { failOn: 'should' },
    gives: ['conformant-with-warnings', 1, '1 SHOULD failed'],
  },
  {
    when: 'a SHOULD is undecided',
    requirements: [pass, requirement('blocked', { level: 'SHOULD' })],
    gives: ['conformant', 0, 'all applicable requirements passed'],
  },
  {
    when: 'two MUST failed, one of them critical',
    requirements: [mustFail, criticalFail, shouldFail],
    gives: ['non-conformant', 1, '2 MUST failed, 1 critical'],
  },
  {
    when: 'a shard is missing, even where undecided requirements are allowed',
    requirements: [pass],
    but: { missingShards: ['2/3'], allowIncomplete: true },
    gives: ['incomplete', 3, 'shard 2/3 missing: run it, and merge again'],
  },
  {
    when: 'a MUST failed and shards are missing',
    requirements: [mustFail],
    but: { missingShards: ['1/3', '2/3'] },
    gives: ['non-conformant', 1, '1 MUST failed'],
  },
  { when: 'a critical MUST failed', requirements: [criticalFail], gives: ['non-conformant', 1, '1 MUST failed, critical'] },
  {
    when: 'a MUST and a SHOULD failed and both count',
    requirements: [mustFail, shouldFail],
    but: { failOn: 'should' },
    gives: ['non-conformant', 1, '1 MUST and 1 SHOULD failed'],
  },
  {
    when: 'the baseline excuses what failed',
    requirements: [excusedFail],
    gives: ['non-conformant', 0, '1 MUST failed, accepted by the baseline'],
  },
  { when: 'the baseline excuses half of it', requirements: [halfExcused], gives: ['non-conformant', 1, '1 MUST failed'] },
  {
    when: 'MUST are undecided',
    requirements: [pass, blocked, inconclusive],
    gives: ['incomplete', 3, '2 MUST undecided: 1 inconclusive, 1 blocked'],
  },
  {
    when: 'an undecided MUST is allowed',
    requirements: [pass, blocked],
    but: { allowIncomplete: true },
    gives: ['incomplete', 0, '1 MUST undecided: 1 blocked (allowed)'],
  },
  {
    when: 'a baseline entry is stale',
    requirements: [pass],
    but: { baseline: stale },
    gives: ['conformant', 5, 'the baseline has entries to remove or renew: 1 stale'],
  },
  {
    when: 'one baseline entry is stale and two expired',
    requirements: [pass],
    but: { baseline: { matched: 0, stale: 1, expired: 2 } },
    gives: ['conformant', 5, 'the baseline has entries to remove or renew: 1 stale, 2 expired'],
  },
  {
    when: 'the baseline excuses a MUST and a SHOULD failed',
    requirements: [excusedFail, shouldFail],
    gives: ['non-conformant', 0, '1 MUST failed, accepted by the baseline; 1 SHOULD failed (warnings)'],
  },
  {
    when: 'baseline entries expired and a MUST is undecided',
    requirements: [pass, blocked],
    but: { baseline: expired },
    gives: ['incomplete', 5, 'the baseline has entries to remove or renew: 2 expired'],
  },
  {
    when: 'a MUST failed and the baseline is stale',
    requirements: [mustFail],
    but: { baseline: stale },
    gives: ['non-conformant', 1, '1 MUST failed'],
  },
  {
    when: 'preflight failed',
    requirements: [blocked, mustFail],
    but: { preflightFailed: true },
    gives: ['unusable', 4, 'preflight failed, no conformance result'],
  },
  {
    when: 'nothing was selected',
    requirements: [requirement('not-applicable')],
    but: { preflightFailed: true },
    gives: ['unusable', 2, 'no applicable requirement is selected'],
  },
  {
    when: 'no operation requires a credential and nothing applies',
    requirements: [requirement('not-applicable')],
    but: { allPublic: true },
    gives: [
      'incomplete',
      2,
      'the document declares no authentication, and nothing that is selected applies without it: add securitySchemes and security to it, or with --overlay',
    ],
  },
  {
    when: 'no operation requires a credential and something applies',
    requirements: [pass],
    but: { allPublic: true },
    gives: ['conformant', 0, 'all applicable requirements passed'],
  },
  {
    when: 'the selection is empty',
    requirements: [],
    gives: ['incomplete', 2, 'no applicable requirement is selected'],
  },
  {
    when: 'a requirement could not be judged',
    requirements: [pass, broken],
    gives: ['incomplete', 70, 'the harness failed in 1 requirement: topic/rule'],
  },
  {
    when: 'a SHOULD could not be judged',
    requirements: [pass, requirement('error', { level: 'SHOULD' })],
    gives: ['incomplete', 70, 'the harness failed in 1 requirement: topic/rule'],
  },
  {
    when: 'a finding is missing though a MUST failed',
    requirements: [mustFail],
    but: { missingFindings: ['a/b', 'a/c', 'a/d', 'a/e'] },
    gives: ['non-conformant', 70, 'the harness failed: 4 planned requirements not reported: a/b, a/c, a/d and 1 more'],
  },
  {
    when: 'a finding is missing and all else is well',
    requirements: [pass],
    but: { missingFindings: ['a/b', 'a/c', 'a/d'] },
    gives: ['incomplete', 70, 'the harness failed: 3 planned requirements not reported: a/b, a/c, a/d'],
  },
  {
    when: 'the baseline excuses the only failed check of several',
    requirements: [excusedAmongPassed],
    gives: ['non-conformant', 0, '1 MUST failed, accepted by the baseline'],
  },
  {
    when: 'a requirement failed and none of its checks did',
    requirements: [failedWithoutChecks],
    gives: ['non-conformant', 1, '1 MUST failed'],
  },
  {
    when: 'the configuration has no principal for a MUST',
    requirements: [pass, notTested],
    gives: ['conformant', 0, 'all tested requirements passed; 1 not tested: no principal or client is configured for it'],
  },
  {
    when: 'a SHOULD failed, and the configuration has no principal for two MUST',
    requirements: [shouldFail, notTested, { ...notTested }],
    gives: ['conformant-with-warnings', 0, '1 SHOULD failed (warnings); 2 not tested: no principal or client is configured for them'],
  },
  {
    when: 'the configuration has no principal for a MUST, and the profile is the whole catalogue',
    requirements: [pass, notTested],
    but: { profile: 'full' },
    gives: ['incomplete', 3, '1 MUST undecided: 1 blocked'],
  },
  {
    when: 'the configuration has no principal for anything',
    requirements: [notTested],
    gives: ['incomplete', 3, '1 MUST undecided: 1 blocked'],
  },
  {
    when: 'a check without a principal is not the only undecided one',
    requirements: [pass, halfTested, notTested],
    gives: ['incomplete', 3, '1 MUST undecided: 1 blocked'],
  },
  {
    when: 'a MUST was checked and is undecided, and another has no principal',
    requirements: [pass, inconclusive, notTested],
    gives: ['incomplete', 3, '1 MUST undecided: 1 inconclusive'],
  },
  {
    when: 'a MUST without a principal is beside a failure',
    requirements: [mustFail, notTested],
    gives: ['non-conformant', 1, '1 MUST failed'],
  },
  {
    when: 'the harness failed, whatever else',
    requirements: [mustFail, blocked],
    but: { harnessError: 'the report could not be written', interrupted: true, preflightFailed: true, baseline: stale },
    gives: ['unusable', 70, 'the harness failed: the report could not be written'],
  },
  {
    when: 'the harness failed with all well',
    requirements: [pass],
    but: { harnessError: 'a secret' },
    gives: ['incomplete', 70, 'the harness failed: a secret'],
  },
  {
    when: 'it was interrupted',
    requirements: [pass, blocked],
    but: { interrupted: true },
    gives: ['incomplete', 130, 'interrupted before the end'],
  },
  {
    when: 'it was interrupted after a failure, with findings missing',
    requirements: [mustFail, blocked],
    but: { interrupted: true, missingFindings: ['a/b'] },
    gives: ['incomplete', 130, 'interrupted, after 1 MUST failed'],
  },
];

describe('the verdict and the exit code', () => {
  it.each(cases)('are as documented when $when', ({ requirements, but, gives: [verdict, code, reason] }) => {
    const harnessError = /^the harness failed: (.*)/.exec(reason)?.[1];
    const exit = { code, reason, ...(harnessError !== undefined && { harnessError }) };
    expect(decideVerdict(requirements, { ...calm, ...but })).toEqual({ verdict, exit });
  });

  it('are tried for every code there is', () => {
    expect([...new Set(cases.map(({ gives }) => gives[1]))].toSorted((one, other) => one - other)).toEqual([0, 1, 2, 3, 4, 5, 70, 130]);
  });
});

import { describe, expect, it } from 'vitest';
import { gather } from '../../../reporters/gathering/gather.ts';
import { resultSchema } from '../../../suites/result/result.ts';
import { check, finding, planned, recorded, resultOf, run } from '../builder.ts';
import { fixtures } from '../fixtures.ts';

const outcomeUnder = (profile: 'standard' | 'full') => resultOf([finding('a/one', 'pass', 'blocked')], { profile }).requirements[0];

describe('gathering', () => {
  it.each(Object.entries(fixtures))('makes a result that its schema allows: %s', (_name, result) => {
    expect(resultSchema.parse(result)).toEqual(result);
  });

  it('keeps every planned requirement once, in the planned order', () => {
    const result = gather(
      run({ planned: [planned('b/two'), planned('a/one')], findings: [finding('a/one', 'pass'), finding('b/two', 'pass')] }),
    );
    expect(result.requirements.map(({ id }) => id)).toEqual(['b/two', 'a/one']);
  });

  it('calls a planned requirement that nobody reported an error, and exits 70', () => {
    const result = gather(run({ planned: [planned('a/one'), planned('a/two')], findings: [finding('a/one', 'pass')] }));
    expect(result.requirements[1]).toMatchObject({ outcome: 'error', reason: 'planned but not reported' });
    expect(result.exit).toEqual({
      code: 70,
      reason: 'the harness failed: 1 planned requirement not reported: a/two',
      harnessError: '1 planned requirement not reported: a/two',
    });
  });

  it('calls a requirement blocked that an interruption or a failed preflight left unasked', () => {
    const interrupted = gather(run({ planned: [planned('a/one')], interrupted: true }));
    const unusable = gather(run({ planned: [planned('a/one')], preflight: [{ id: 'p', outcome: 'fail', message: 'No.' }] }));
    expect([interrupted, unusable].map(({ requirements: [first], exit }) => [first?.outcome, first?.reason, exit.code])).toEqual([
      ['blocked', 'not run: the run was interrupted', 130],
      ['blocked', 'not run: preflight failed', 4],
    ]);
  });

  it('exits 70 for a finding that was not planned', () => {
    const result = gather(run({ planned: [planned('a/one')], findings: [finding('a/one', 'pass'), finding('a/other', 'fail')] }));
    expect(result.exit).toMatchObject({ code: 70, harnessError: 'a finding about "a/other", which was not planned' });
  });

  it('exits 70 for evidence that was not recorded', () => {
    const result = resultOf([{ requirement: 'a/one', checks: [check('a/one', 'pass', { exchanges: ['lost#1'] })] }]);
    expect(result.exit.code).toBe(70);
    expect(result.exit.reason).toContain('"lost#1"');
    expect(result.requirements[0]?.checks[0]?.exchanges).toEqual([]);
  });

  it('calls a finding without checks and without an outcome an error', () => {
    const result = resultOf([{ requirement: 'a/one', checks: [] }]);
    expect(result.requirements[0]).toMatchObject({ outcome: 'error', reason: 'reported without checks' });
  });

  it('lets a finding overrule its checks and give the reason', () => {
    const result = resultOf([{ ...finding('a/one', 'pass'), outcome: 'not-applicable', reason: 'no plans' }]);
    expect(result.requirements[0]).toMatchObject({ outcome: 'not-applicable', reason: 'no plans', decided: 1, total: 1 });
  });

  it('numbers the cited exchanges in the order in which they began and leaves out the others', () => {
    const result = resultOf([{ requirement: 'a/one', checks: [check('a/one', 'pass', { exchanges: ['late', 'early', 'late'] })] }], {
      exchanges: [recorded('late', 9), recorded('uncited', 5), recorded('seen', 7), recorded('early', 1)],
      observations: [{ topic: 'a', message: 'Seen.', exchanges: ['seen'] }],
    });
    expect(result.exchanges.map(({ id, startedAt }) => [id, startedAt.slice(17, 19)])).toEqual([
      [1, '01'],
      [2, '07'],
      [3, '09'],
    ]);
    expect(result.requirements[0]?.checks[0]?.exchanges).toEqual([3, 1, 3]);
    expect(result.notes[0]?.exchanges).toEqual([2]);
  });

  it('numbers the exchanges of a mismatch, and keeps them', () => {
    const mismatch = { code: 'differs', expected: { kind: 'same-as', exchange: 'early' }, exchange: 'late' } as const;
    const result = resultOf([{ requirement: 'a/one', checks: [check('a/one', 'fail', { mismatch, exchanges: ['late'] })] }], {
      exchanges: [recorded('late', 9), recorded('early', 1)],
    });
    expect(result.requirements[0]?.checks[0]?.mismatch).toEqual({
      code: 'differs',
      expected: { kind: 'same-as', exchange: 1 },
      exchange: 2,
    });
  });

  it('exits 70 for a mismatch of an exchange that was not recorded', () => {
    const mismatch = { code: 'served', expected: { kind: 'absent' }, exchange: 'lost#1' } as const;
    expect(resultOf([{ requirement: 'a/one', checks: [check('a/one', 'fail', { mismatch })] }]).exit.harnessError).toContain('"lost#1"');
  });

  it('lets no later attempt turn a check green', () => {
    const attempts = [
      check('a/one/x', 'fail', { reason: 'late', exchanges: ['first'] }),
      check('a/one/x', 'pass', { exchanges: ['second'] }),
    ];
    const result = resultOf(
      attempts.map((attempt) => ({ requirement: 'a/one', checks: [attempt] })),
      {
        exchanges: [recorded('first', 1), recorded('second', 2)],
      },
    );
    expect(result.requirements[0]).toMatchObject({
      outcome: 'inconclusive',
      total: 1,
      checks: [
        {
          id: 'a/one/x',
          reason: 'the attempts differ: fail, pass',
          cause: { code: 'attempts-differ', outcomes: 'fail, pass' },
          exchanges: [1, 2],
        },
      ],
    });
  });

  it('takes attempts that agree as one check', () => {
    const result = resultOf([finding('a/one', 'fail'), finding('a/one', 'fail')]);
    expect(result.requirements[0]).toMatchObject({ outcome: 'fail', total: 1 });
  });

  it('judges by the profile', () => {
    expect(outcomeUnder('full')).toMatchObject({ outcome: 'blocked', decided: 1, total: 2 });
    expect(outcomeUnder('standard')).toMatchObject({ outcome: 'pass', decided: 1, total: 2 });
  });

  it('counts by score, level and outcome', () => {
    const { contract, standards } = fixtures['non-conformant']!.summary;
    expect(contract.must).toEqual({ pass: 2, fail: 1, inconclusive: 0, blocked: 1, 'not-applicable': 0, error: 0 });
    expect(contract.should).toEqual({ pass: 0, fail: 1, inconclusive: 0, blocked: 0, 'not-applicable': 1, error: 0 });
    expect([standards.must.pass, standards.should.pass, standards.may.pass]).toEqual([1, 0, 1]);
  });

  it('leaves its input as it was', () => {
    const input = run({
      planned: [planned('a/one')],
      findings: [finding('a/one', 'pass')],
      exchanges: [recorded('b', 2), recorded('a', 1)],
    });
    const before = structuredClone(input);
    gather(input);
    expect(input).toEqual(before);
  });
});

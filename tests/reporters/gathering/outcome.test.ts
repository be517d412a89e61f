import { describe, expect, it } from 'vitest';
import { judge } from '../../../reporters/gathering/outcome.ts';
import { outcomeSchema, type Outcome, type Result } from '../../../suites/result/result.ts';

const outcomesOf = (words: string) => words.split(' ').map((outcome) => ({ outcome: outcomeSchema.parse(outcome) }));

interface Case {
  readonly profile: Result['profile'];
  readonly checks: string;
  readonly becomes: Outcome;
  readonly share: string;
}

const row = (profile: Case['profile'], checks: string, becomes: Outcome, share: string): Case => ({
  profile,
  checks,
  becomes,
  share,
});

const cases: readonly Case[] = [
  row('full', 'pass pass', 'pass', '2/2'),
  row('full', 'pass inconclusive blocked fail error', 'error', '2/5'),
  row('full', 'pass inconclusive blocked fail', 'fail', '2/4'),
  row('full', 'pass inconclusive blocked', 'inconclusive', '1/3'),
  row('full', 'pass pass blocked', 'blocked', '2/3'),
  row('full', 'inconclusive fail', 'fail', '1/2'),
  row('full', 'pass blocked fail', 'fail', '2/3'),
  row('full', 'pass fail', 'fail', '2/2'),
  row('full', 'blocked fail', 'fail', '1/2'),
  row('standard', 'pass pass blocked', 'pass', '2/3'),
  row('safe', 'pass blocked', 'pass', '1/2'),
  row('standard', 'pass blocked fail', 'fail', '2/3'),
  row('standard', 'pass blocked inconclusive', 'inconclusive', '1/3'),
  row('standard', 'blocked blocked', 'blocked', '0/2'),
  row('safe', 'blocked not-applicable', 'blocked', '0/1'),
  row('standard', 'blocked inconclusive', 'inconclusive', '0/2'),
  row('full', 'not-applicable not-applicable', 'not-applicable', '0/0'),
  row('full', 'not-applicable pass', 'pass', '1/1'),
];

describe('a requirement', () => {
  it.each(cases)('whose checks say "$checks" is $becomes ($share) under $profile', ({ profile, checks, becomes, share }) => {
    const { outcome, decided, total } = judge(outcomesOf(checks), profile);
    expect({ outcome, share: `${decided}/${total}` }).toEqual({ outcome: becomes, share });
  });

  it('without any check is an error, for nobody answered', () => {
    expect(judge([], 'full')).toEqual({ outcome: 'error', decided: 0, total: 0 });
  });
});

import { describe, expect, it } from 'vitest';
import { judge } from '../../../reporters/gathering/outcome.ts';
import { outcomeSchema, type Outcome, type RequirementResult, type Result } from '../../../suites/result/result.ts';

const outcomesOf = (words: string) => words.split(' ').map((outcome) => ({ outcome: outcomeSchema.parse(outcome) }));

interface Case {
  readonly level: RequirementResult['level'];
  readonly profile: Result['profile'];
  readonly checks: string;
  readonly becomes: Outcome;
  readonly share: string;
}

const row = (level: Case['level'], profile: Case['profile'], checks: string, becomes: Outcome, share: string): Case => ({
  level,
  profile,
  checks,
  becomes,
  share,
});

const cases: readonly Case[] = [
  row('MUST', 'full', 'pass pass', 'pass', '2/2'),
  row('MUST', 'full', 'pass inconclusive blocked fail error', 'error', '2/5'),
  row('MUST', 'full', 'pass inconclusive blocked fail', 'fail', '2/4'),
  row('MUST', 'full', 'pass inconclusive blocked', 'inconclusive', '1/3'),
  row('MUST', 'full', 'pass pass blocked', 'blocked', '2/3'),
  row('SHOULD', 'full', 'pass blocked fail error', 'error', '2/4'),
  row('SHOULD', 'full', 'pass inconclusive blocked fail', 'inconclusive', '2/4'),
  row('SHOULD', 'full', 'pass blocked fail', 'blocked', '2/3'),
  row('SHOULD', 'full', 'pass fail', 'fail', '2/2'),
  row('MAY', 'full', 'blocked fail', 'blocked', '1/2'),
  row('MUST', 'standard', 'pass pass blocked', 'pass', '2/3'),
  row('MUST', 'safe', 'pass blocked', 'pass', '1/2'),
  row('SHOULD', 'standard', 'pass blocked fail', 'fail', '2/3'),
  row('MUST', 'standard', 'pass blocked inconclusive', 'inconclusive', '1/3'),
  row('MUST', 'standard', 'blocked blocked', 'blocked', '0/2'),
  row('MUST', 'safe', 'blocked not-applicable', 'blocked', '0/1'),
  row('MUST', 'standard', 'blocked inconclusive', 'inconclusive', '0/2'),
  row('MUST', 'full', 'not-applicable not-applicable', 'not-applicable', '0/0'),
  row('MUST', 'full', 'not-applicable pass', 'pass', '1/1'),
];

describe('a requirement', () => {
  it.each(cases)('$level whose checks say "$checks" is $becomes ($share) under $profile', ({ level, profile, checks, becomes, share }) => {
    const { outcome, decided, total } = judge(level, outcomesOf(checks), profile);
    expect({ outcome, share: `${decided}/${total}` }).toEqual({ outcome: becomes, share });
  });

  it('without any check is an error, for nobody answered', () => {
    expect(judge('MUST', [], 'full')).toEqual({ outcome: 'error', decided: 0, total: 0 });
  });
});

import { describe, expect, test } from 'vitest';
import { unknownIn } from './fair-readings.ts';
import { fairReadings, standardSections } from './generated.ts';
import { gapsInStandards } from './promises.ts';

describe('the trace from what standards ask', () => {
  test('leaves no rule without a requirement or a reason, and no requirement of a standard without a rule', () => {
    expect(gapsInStandards(standardSections)).toEqual([]);
  });

  test('would show a rule without either, an unknown requirement, and a requirement that no rule asks for', () => {
    const section = { section: 'HTTP', promises: [{ says: 'It is quick.' }, { says: 'It is safe.', requirements: ['http/is-safe'] }] };
    const without = standardSections.map(({ promises, ...rest }) => ({
      ...rest,
      promises: promises.filter(({ requirements = [] }) => !requirements.includes('http/trace-echo')),
    }));
    expect(gapsInStandards([...without, section])).toEqual([
      'neither checked nor excused: It is quick.',
      'no such requirement: http/is-safe',
      'nothing asks for http/trace-echo',
    ]);
  });
});

describe('the fair readings', () => {
  test('name requirements and variants that there are', () => {
    expect(unknownIn(fairReadings)).toEqual([]);
  });

  test('would show names that there are not', () => {
    expect(unknownIn([{ answer: 'Silence', where: ['http/silence-is-fair'], variant: 'says-nothing' }])).toEqual([
      'Silence: no such requirement: http/silence-is-fair',
      'Silence: no such variant: says-nothing',
    ]);
  });
});

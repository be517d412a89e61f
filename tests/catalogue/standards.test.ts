import { describe, expect, test } from 'vitest';
import { fairReadings, standards } from '../../scripts/generate/sources.ts';
import { gapsInStandards, unknownIn } from './gaps.ts';

describe('the rules of standards', () => {
  test('each have a requirement or a reason, and each requirement of a standard has a rule', () => {
    expect(gapsInStandards(standards)).toEqual([]);
  });

  test('are searched for a rule without either, an unknown requirement, and a requirement without a rule', () => {
    const section = { section: 'HTTP', statements: [{ text: 'It is quick.' }, { text: 'It is safe.', requirements: ['http/is-safe'] }] };
    const without = standards.map(({ statements, ...rest }) => ({
      ...rest,
      statements: statements.filter(({ requirements = [] }) => !requirements.includes('http/trace-echo')),
    }));
    expect(gapsInStandards([...without, section])).toEqual([
      'no requirement and no reason: It is quick.',
      'no such requirement: http/is-safe',
      'no statement for http/trace-echo',
    ]);
  });
});

describe('the accepted alternatives', () => {
  test('name existing requirements and variants', () => {
    expect(unknownIn(fairReadings)).toEqual([]);
  });

  test('are searched for unknown names', () => {
    expect(unknownIn([{ response: 'No body', where: ['http/no-body'], variant: 'sends-no-body' }])).toEqual([
      'No body: no such requirement: http/no-body',
      'No body: no such variant: sends-no-body',
    ]);
  });
});

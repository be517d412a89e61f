import { passive } from '../../../suites/engine/scenario.ts';
import { describe, expect, test } from 'vitest';
import type { Check, Mismatch } from '../../../suites/engine/check.ts';
import type { ScenarioRecord, Case, Observation } from '../../../suites/engine/evidence.ts';
import { checkId, judgeCase } from '../../../suites/engine/judge.ts';

import { context, requirement, testCase, exchange, good, refused, mismatch, closed, unsent, check, recordOf, judged } from './judging.ts';

describe('the id of a check', () => {
  test('tells operation, principal and label apart, whatever their characters', () =>
    expect(checkId(requirement, { operation: 'a/b', principal: 'c', label: 'd e' })).toBe(`${requirement}/a%2Fb/c/d%20e`));
  test('leaves out what a shot does not say', () => {
    expect(checkId(requirement, {})).toBe(requirement);
    expect(checkId(requirement, { operation: '', label: 'bare' })).toBe(`${requirement}/bare`);
  });
});

describe('what was planned away is not judged', () => {
  const never: Partial<Check> = {
    judge: () => {
      throw new Error('it was judged');
    },
  };
  test.each<readonly [title: string, Partial<Case>, Record<string, unknown>]>([
    [
      'absent',
      { absent: 'it is not there' },
      { outcome: 'not-applicable', reason: 'it is not there', cause: { code: 'planned', why: 'it is not there' } },
    ],
    [
      'outside the profile',
      { outside: { why: 'it takes an hour', needs: { key: 'slow' } } },
      {
        outcome: 'not-applicable',
        reason: 'profile: it takes an hour',
        cause: { code: 'outside-profile', why: 'it takes an hour' },
        needs: 'slow',
      },
    ],
    [
      'blocked',
      { blocked: { why: 'nobody may', needs: { what: 'somebody', key: 'principals' } } },
      { outcome: 'blocked', reason: 'nobody may', cause: { code: 'not-configured', why: 'nobody may' }, needs: 'somebody (principals)' },
    ],
  ])('%s', (_, changes, expected) =>
    expect(judged({}, never, { ...testCase, ...changes })).toEqual({ id: checkId(requirement, testCase), exchanges: [], ...expected }),
  );
});

describe('a shot of which nothing was left', () => {
  const judge = (record?: ScenarioRecord) => judgeCase(requirement, check(), testCase, record, context);
  const error = { outcome: 'error', exchanges: [] };
  test('is an error of the harness', () => {
    expect(judge()).toMatchObject({ ...error, reason: 'the scenario operation-matrix left no observation of it' });
    expect(judge(recordOf([]))).toMatchObject(error);
    expect(judge(recordOf([{ case: { ...testCase, label: 'other' }, controls: [], probes: [] }]))).toMatchObject(error);
  });
  test('is explained by the crash of its scene', () =>
    expect(judge({ ...recordOf([]), crash: 'it fell over' })).toMatchObject({ ...error, reason: 'it fell over' }));
});

describe('evidence that cannot decide', () => {
  const cases: readonly (readonly [title: string, Partial<Observation>, Partial<Check>, Record<string, unknown>])[] = [
    [
      'is what the scene says',
      { undecided: { outcome: 'blocked', cause: { code: 'no-control' } } },
      {},
      { outcome: 'blocked', cause: { code: 'no-control' } },
    ],
    [
      'is a probe that was held back',
      { probes: [exchange('p', unsent)] },
      { tolerates: ['trouble'] },
      {
        outcome: 'blocked',
        cause: { code: 'not-sent', why: 'the budget is spent' },
        needs: 'a larger budget, or a target that responds (budget)',
      },
    ],
    [
      'is a control that was held back, with what would help',
      { controls: [exchange('c', { ...unsent, needs: { what: 'an hour' } })] },
      { tolerates: ['control'] },
      { outcome: 'blocked', needs: 'an hour' },
    ],
    [
      'is no answer',
      { probes: [exchange('p', closed)] },
      {},
      { outcome: 'inconclusive', cause: { code: 'no-response', trouble: 'the connection was closed' } },
    ],
    ['is a second probe without an answer', { probes: [refused, exchange('p', closed)] }, {}, { outcome: 'inconclusive' }],
    [
      'is a 429 that nobody asked for',
      { probes: [exchange('p', 429)] },
      {},
      { outcome: 'inconclusive', cause: { code: 'unexpected-429' } },
    ],
    ['is a server error', { probes: [exchange('p', 500)] }, {}, { outcome: 'inconclusive', cause: { code: 'server-error', status: 500 } }],
    ...[502, 503, 504].map(
      (status) =>
        [
          `is a gateway's ${status}, also for those who tolerate errors`,
          { probes: [exchange('p', status)] },
          { tolerates: ['5xx'] },
          { outcome: 'inconclusive' },
        ] as const,
    ),
    [
      'is a server error that was gone later, also for those who tolerate errors and trouble',
      { probes: [exchange('p', 500, { trouble: { kind: 'unsteady', message: 'it was gone' } })] },
      { tolerates: ['5xx', 'trouble'] },
      { outcome: 'inconclusive', cause: { code: 'unsteady-response', trouble: 'it was gone' } },
    ],
    ['is a 429 for those who tolerate other things', { probes: [exchange('p', 429)] }, { tolerates: ['5xx'] }, { outcome: 'inconclusive' }],
    [
      'is a control that failed',
      { controls: [exchange('c', 403)] },
      {},
      { outcome: 'inconclusive', cause: { code: 'control-failed', operation: 'testAuth' } },
    ],
    [
      'is a control without an answer',
      { controls: [exchange('c', closed)] },
      {},
      { outcome: 'inconclusive', cause: { code: 'control-failed', operation: 'testAuth' } },
    ],
    ['is the second of two controls', { controls: [good, exchange('c', 404)] }, {}, { outcome: 'inconclusive' }],
    [
      'is no control where one is required',
      { controls: [] },
      { control: 'required' },
      { outcome: 'blocked', cause: { code: 'no-control' }, needs: expect.stringMatching(/principals/) },
    ],
    [
      'is what the expectation says',
      {},
      { judge: () => ({ outcome: 'inconclusive', cause: { code: 'nothing-answered' } }) },
      { outcome: 'inconclusive' },
    ],
  ];
  test.each(cases)('%s', (_, observation, by, expected) => {
    expect(judged(observation, by)).toMatchObject(expected);
  });

  test('is a failed control of something that is no operation of the document', () =>
    expect(judged({ controls: [exchange('c', 404)] }, {}, { label: 'token' })).toMatchObject({ outcome: 'inconclusive' }));

  test('is told without a need where there is none', () => expect(judged({ probes: [exchange('p', closed)] })).not.toHaveProperty('needs'));
});

describe('a check that is about it', () => {
  const cases: readonly (readonly [Partial<Observation>, Partial<Check>])[] = [
    [{ probes: [exchange('p', closed)] }, { tolerates: ['trouble'] }],
    [{ probes: [exchange('p', 429)] }, { tolerates: ['429'] }],
    [{ probes: [exchange('p', 500)] }, { tolerates: ['5xx'] }],
    [{ probes: [exchange('p', 503)] }, { scenario: passive }],
    [{ controls: [exchange('c', 403)] }, { tolerates: ['control'] }],
  ];
  test.each(cases)('decides by what would not let others decide: %j, %j', (observation, by) => {
    expect(judged(observation, by)).toMatchObject({ outcome: 'pass' });
    expect(judged(observation, { ...by, judge: () => [mismatch] })).toMatchObject({ outcome: 'fail' });
  });

  test('decides by a status just below a server error', () =>
    expect(judged({ probes: [exchange('p', 499)] })).toMatchObject({ outcome: 'pass' }));
  test('decides without a control where none is required', () => expect(judged({ controls: [] })).toMatchObject({ outcome: 'pass' }));
});

describe('somebody who got in', () => {
  const served = exchange('probe', 200);
  const other: Mismatch = { ...mismatch, code: 'credential-echoed' };
  const letIn = { judge: () => [other, mismatch] };
  test.each<readonly [title: string, Partial<Observation>, Partial<Check>]>([
    ['no control where one is required', { controls: [] }, { control: 'required' }],
    ['a control that failed', { controls: [exchange('c', 403)] }, { control: 'required' }],
    ['a control that was not sent', { controls: [exchange('c', unsent)] }, {}],
  ])('fails the check with %s, and nothing else does', (_, observation, by) => {
    const probes = { ...observation, probes: [served] };
    expect(judged(probes, { ...by, ...letIn })).toMatchObject({ outcome: 'fail', mismatch: { code: 'served' } });
    expect(judged(probes, { ...by, judge: () => [other] })).toMatchObject({ outcome: expect.stringMatching(/blocked|inconclusive/) });
    expect(judged(observation, { ...by, ...letIn })).toMatchObject({ outcome: expect.stringMatching(/blocked|inconclusive/) });
  });

  test('is told before a wrong form, and only a wrong form is of the form', () => {
    const form: Mismatch = { ...mismatch, code: 'unexpected-status' };
    expect(judged({}, { judge: () => [form, mismatch] })).toMatchObject({
      mismatch: { code: 'served' },
      reason: expect.stringContaining('1 more'),
    });
    expect(judged({}, { judge: () => [form, mismatch] })).not.toHaveProperty('formOnly');
    expect(judged({}, { judge: () => [form] })).toMatchObject({ formOnly: true });
  });
});

describe('what a judged check tells', () => {
  const attempted = exchange('probe', 403, { attempts: ['probe again'] });
  test('is every exchange that it rests on, the first control in front', () =>
    expect(judged({ controls: [good, { ...good, id: 'later' }], probes: [attempted] }).exchanges).toEqual([
      'control',
      'probe',
      'probe again',
      'later',
    ]));
  test('is none that was not sent', () => {
    const held = judged({ probes: [exchange('p', unsent)] });
    expect(held.exchanges).toEqual(['control']);
  });
  test('is the first mismatch, where it is, and how many more there are', () => {
    const found = judged({}, { judge: () => [{ ...mismatch, at: '$statusCode' }, mismatch, mismatch] });
    expect(found).toMatchObject({
      outcome: 'fail',
      reason: expect.stringMatching(/ \(and 2 more\)$/),
      where: '$statusCode',
      expected: '403',
      observed: '200',
      mismatch: { code: 'served' },
    });
    const alone = judged({}, { judge: () => [mismatch] });
    expect(alone.mismatch).toEqual(mismatch);
    expect(alone).not.toHaveProperty('where');
  });
});

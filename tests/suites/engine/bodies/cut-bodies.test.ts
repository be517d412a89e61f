import { passive } from '../../../../suites/engine/scenario.ts';
import { describe, expect, test } from 'vitest';
import type { Check, Mismatch } from '../../../../suites/engine/check.ts';
import type { Observation } from '../../../../suites/engine/evidence.ts';
import { judgeCase } from '../../../../suites/engine/judge.ts';

import { context, requirement, testCase, exchange, good, refused, mismatch, check, recordOf, judged } from '../judging.ts';

describe('a body that was cut', () => {
  const cut = { bytes: 4_000_000, sha256: 'abc', shown: 16_384 };
  const long = exchange('probe', 403, { reply: { status: 403, headers: [], body: '{"beginning":', cut } });
  const onBody: Mismatch = { code: 'body-not-json', at: '$response.body', expected: { kind: 'form', form: 'json' }, exchange: 'probe' };
  const onStatus: Mismatch = { ...mismatch, at: '$statusCode' };
  const reads = (mismatches: readonly Mismatch[]): Partial<Check> => ({
    judge: ({ probes }) => (probes.map(({ reply }) => reply!.body).includes('never') ? [] : mismatches),
  });

  test('decides nothing that depends on it', () => {
    const wanted = { outcome: 'inconclusive', reason: 'a body of 4000000 bytes is too long to check' };
    expect(judged({ probes: [long] }, reads([onBody]))).toMatchObject(wanted);
    expect(judged({ probes: [long] }, reads([]))).toMatchObject(wanted);
    expect(judged({ probes: [refused, long] }, reads([{ ...onBody, exchange: 'other' }]))).toMatchObject(wanted);
  });

  test('leaves what does not depend on it: the status, and a check that does not read it', () => {
    expect(judged({ probes: [long] }, reads([onBody, onStatus]))).toMatchObject({ outcome: 'fail', mismatch: onStatus });
    expect(judged({ probes: [long] }, { judge: ({ probes }) => (probes[0]!.reply!.status === 403 ? [] : [onStatus]) })).toMatchObject({
      outcome: 'pass',
    });
  });

  test('leaves what another response of a passive check shows', () => {
    const own = { ...onBody, exchange: 'other' };
    expect(judged({ probes: [long, exchange('other', 403)] }, { scenario: passive, ...reads([onBody, own]) })).toMatchObject({
      outcome: 'fail',
      mismatch: own,
    });
  });

  test('in the rest of the record counts if a check reads it there', () => {
    const byRecord: Partial<Check> = { judge: (_, __, { exchanges }) => (exchanges[0]!.reply!.body === '' ? [] : [onBody]) };
    const observation: Observation = { case: testCase, controls: [good], probes: [refused] };
    const record = { ...recordOf([observation]), exchanges: [long] };
    expect(judgeCase(requirement, check(byRecord), testCase, record, context)).toMatchObject({ outcome: 'inconclusive' });
  });
});

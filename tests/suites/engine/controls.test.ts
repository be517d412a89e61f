import { describe, expect, test } from 'vitest';
import type { CheckContext } from '../../../suites/engine/check.ts';
import type { Evidence, Case, Observation } from '../../../suites/engine/evidence.ts';
import { judgeCase } from '../../../suites/engine/judge.ts';

import { contract, context, requirement, testCase, exchange, refused, check, recordOf, judged } from './judging.ts';

describe('a control that gets 404', () => {
  const operations = contract.operations.map((operation) => ({ ...operation, assumed: false }));
  const stated = { ...context, contract: { ...contract, operations } };
  const read: Case = { ...testCase, operation: 'getConversation' };
  const missing = exchange('c', 404, {
    role: 'control',
    operation: 'getConversation',
    principal: 'reader',
    request: { method: 'GET', url: 'https://mock.example/v1/conversations/conv_7', headers: [] },
  });
  const made = exchange('m', 201, { role: 'preparation', operation: 'createConversation', principal: 'writer' });
  const creation = { ...made, reply: { status: 201, headers: [], body: '{"id":"conv_7"}' } };
  const reasonOf = (exchanges: readonly Evidence[]) => {
    const observation: Observation = { case: read, controls: [missing], probes: [refused] };
    return judgeCase(requirement, check(), read, { ...recordOf([observation]), exchanges }, stated);
  };
  const account = (name: string) => context.principals.all.find((principal) => principal.name === name)?.account;

  test('says who read the object and who made it, on which accounts', () =>
    expect(reasonOf([creation]).reason).toBe(
      `control failed: getConversation with a valid credential got 404: reader, on the account ${account('reader')}, read the object that writer made on the account ${account('writer')}`,
    ));

  test('says that the object is the one of the example, and how to name another', () =>
    expect(reasonOf([made])).toMatchObject({
      reason: `control failed: getConversation with a valid credential got 404: reader, on the account ${account('reader')}, read the object of the example`,
      needs: 'an object of this account (parameters)',
    }));
});

test.each([401, 403])('a control that gets %i needs another principal', (status) => {
  const rejected = exchange('c', status, { role: 'control', operation: 'testAuth', principal: 'reader' });
  const observation: Observation = { case: testCase, controls: [rejected], probes: [refused] };
  expect(judgeCase(requirement, check(), testCase, recordOf([observation]), context)).toMatchObject({
    outcome: 'inconclusive',
    needs: `a principal that ${testCase.operation} accepts (principals)`,
  });
});

describe('a control that is no success', () => {
  const withControl = (status: number, probe = 401) =>
    judged({ controls: [exchange('c', status)], probes: [exchange('probe', probe)] }, { control: 'required' });
  test.each([302, 400, 404, 409, 422])('counts if it is %i and the probe got 401: credentials are looked at', (status) =>
    expect(withControl(status)).toMatchObject({ outcome: 'pass' }),
  );
  test.each([401, 403, 407, 429, 500])('does not count if it is %i', (status) =>
    expect(withControl(status, 400)).toMatchObject({ outcome: 'inconclusive', cause: { code: 'control-failed' } }),
  );
  test('does not count if the probe got the same', () => expect(withControl(404, 404)).toMatchObject({ outcome: 'inconclusive' }));
});

describe('an operation that the documentation only implies', () => {
  const operations = contract.operations.map((one) => (one.id === 'testAuth' ? { ...one, assumed: true } : one));
  const implied: CheckContext = { ...context, contract: { ...contract, operations } };
  const controlled = (status: number) => {
    const observation: Observation = { case: testCase, controls: [exchange('c', status)], probes: [refused] };
    return judgeCase(requirement, check(), testCase, recordOf([observation]), implied);
  };
  test.each([404, 405])('is not there where its control is answered with %i', (status) =>
    expect(controlled(status)).toMatchObject({
      outcome: 'not-applicable',
      cause: { code: 'assumed-operation-missing', operation: 'testAuth' },
    }),
  );
  test('is there where its control is answered otherwise', () => expect(controlled(400)).toMatchObject({ outcome: 'inconclusive' }));
});

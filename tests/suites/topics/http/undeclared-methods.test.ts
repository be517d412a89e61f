import { expect, test } from 'vitest';
import type { Target } from '../../../../suites/http/target.ts';
import { inProcessTarget, sessionFor, stillMock } from '../../../support/in-process.ts';
import { answering, smallContract } from '../../../mock/mocks.ts';

const contract = smallContract({ '/it': { get: { operationId: 'getIt', responses: answering({ ok: true }) } } });

/** What comes of an invented method where requests with these methods get 403. */
async function outcomeWhere(isForbidden: (method: string) => boolean) {
  const mock = stillMock(contract);
  const direct = inProcessTarget(mock);
  const target: Target = {
    ...direct,
    async send(call) {
      const sent = await direct.send(call);
      return isForbidden(call.method) ? { ...sent, reply: { status: 403, headers: [], body: '' } } : sent;
    },
  };
  const { checks } = await sessionFor(mock, { only: ['http/unknown-method'] }, target).judge('http/unknown-method');
  return checks.map(({ outcome, reason }) => ({ outcome, reason }));
}

test('An invented method that gets 403 fails where the declared one is served, and is undecided where the caller gets 403 anyway', async () => {
  const invented = 'AUTH-CONFORMANCE';
  expect(await outcomeWhere(() => false)).toEqual([{ outcome: 'pass' }]);
  expect(await outcomeWhere((method) => method === invented)).toEqual([{ outcome: 'fail', reason: 'unexpected status' }]);
  expect(await outcomeWhere((method) => method === invented || method === 'GET')).toEqual([
    { outcome: 'inconclusive', reason: expect.stringContaining('got 403') },
  ]);
});

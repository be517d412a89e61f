import { expect, test } from 'vitest';
import { bundledDocument, loadContract } from '../../../spec/load.ts';
import type { RequirementId } from '../../../spec/catalogue/catalogue.ts';
import { inProcessTarget, sessionFor, stillMock } from '../../support/in-process.ts';

const contract = await loadContract(bundledDocument);

/** The outcomes of a requirement at a mock that rejects a principal after a number of its requests. */
async function outcomes(requirement: RequirementId, from: number, forgets: (target: string) => boolean = () => true) {
  const mock = stillMock(contract);
  const target = inProcessTarget(mock);
  const own = `Bearer ${mock.principals['reader']!.secret}`;
  let served = 0;
  const session = sessionFor(
    mock,
    { only: [requirement] },
    {
      ...target,
      send: async (call) => {
        if (!call.headers.includes(own)) return target.send(call);
        served += 1;
        const headers = call.headers.map((value) => (value === own ? 'Bearer gone' : value));
        return target.send(served > from && forgets(call.target) ? { ...call, headers } : call);
      },
    },
  );
  const { checks } = await session.judge(requirement);
  return checks
    .filter(({ id }) => id.includes('/reader/'))
    .map(({ outcome, cause, needs }) =>
      cause ? `${outcome}: ${cause.code}${needs?.includes('was accepted before') ? ', with what is needed' : ''}` : outcome,
    );
}

test('A credential that was accepted before and ends is no failure of the server', async () => {
  const found = await outcomes('credentials/valid', 2);
  expect(found).toContain('pass');
  expect(found).toContain('inconclusive: credential-ended, with what is needed');
  expect(found).not.toContain('fail');
});

test('A credential that was never accepted fails the server', async () => expect(await outcomes('credentials/valid', 0)).toContain('fail'));

test('A credential that one operation rejects and the others accept fails the server', async () => {
  const found = await outcomes('credentials/valid', 0, (target) => !target.endsWith('/auth/test'));
  expect(found).toContain('pass');
  expect(found).toContain('fail');
  expect(found).not.toContain('inconclusive: credential-ended');
});

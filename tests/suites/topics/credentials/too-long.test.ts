import { expect, test } from 'vitest';
import type { Sent, Target, Trouble } from '../../../../suites/http/target.ts';
import { inProcessTarget, sessionFor, stillMock } from '../../../support/in-process.ts';
import { weather } from '../../../../cli/prove/documents/weather.ts';

const reset: Trouble = { kind: 'closed', message: 'read ECONNRESET' };

/** Judges a server that resets the connection of the first over-long request, and answers the next with a status. */
async function outcomes(status: number): Promise<readonly string[]> {
  const mock = stillMock(weather());
  const plain = inProcessTarget(mock);
  let resets = 0;
  const target: Target = {
    ...plain,
    async send(call): Promise<Sent> {
      if (!call.headers.some((text) => text.length > 4000)) return plain.send(call);
      resets += 1;
      const { reply: _reply, ...sent } = await plain.send({ ...call, headers: [] });
      return resets % 2 === 1 ? { ...sent, trouble: reset } : { ...sent, reply: { status, headers: [], body: '' } };
    },
  };
  const { checks } = await sessionFor(mock, {}, target).judge('credentials/too-long');
  expect(checks.length).toBeGreaterThan(0);
  return [...new Set(checks.map(({ outcome }) => outcome))];
}

test('a reset ahead of the rejection of a credential that is too long is a rejection', async () => {
  expect(await outcomes(431)).toEqual(['pass']);
});

test('a reset ahead of a success decides nothing', async () => {
  expect(await outcomes(200)).toEqual(['inconclusive']);
});

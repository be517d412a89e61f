import { expect, test } from 'vitest';
import { sendBurst } from '../../../suites/http/burst.ts';
import type { Sent } from '../../../suites/http/target.ts';

const sent: Sent = { startedAt: 0, milliseconds: 1, connection: { scheme: 'https' } };
const closed: Sent = { ...sent, trouble: { kind: 'closed', message: 'closed' } };
const answer = (status: number): Sent => ({ ...sent, reply: { status, headers: [], body: '' } });

/** What is heard of a burst of three whose requests have these results in turn. */
async function heardOf(results: readonly Sent[], isRepeatable = true) {
  const [left, heard]: [Sent[], Sent[]] = [[...results], []];
  const goesOn = ({ reply }: Sent) => reply?.status === 200;
  const last = await sendBurst(async () => left.shift()!, {
    count: 3,
    atOnce: 1,
    isRepeatable,
    goesOn,
    heard: (one) => void heard.push(one),
  });
  return { last, heard, left: left.length };
}

test('a burst ends with what does not go on', async () => {
  const results = [answer(200), answer(429), answer(200)];
  expect(await heardOf(results)).toEqual({ last: results[1], heard: results.slice(0, 2), left: 1 });
});

test('a closed connection before the first response says nothing', async () => {
  const results = [closed, answer(200), answer(200), answer(200)];
  expect(await heardOf(results)).toEqual({ last: results[3], heard: results.slice(1), left: 0 });
});

test('a closed connection counts after a response, and for a request that is not repeated', async () => {
  expect(await heardOf([answer(200), closed])).toMatchObject({ last: closed, left: 0 });
  expect(await heardOf([closed], false)).toMatchObject({ last: closed, left: 0 });
});

import { expect, test } from 'vitest';
import { depositBoxes } from '../../../../cli/prove/documents/deposit-boxes.ts';
import { sessionFor, stillMock } from '../../../support/in-process.ts';

const judged = async (fault: string) => {
  const { checks } = await sessionFor(stillMock(depositBoxes(), { faults: [fault] })).judge('http/cached-responses');
  return checks.flatMap(({ outcome, reason }) => (outcome === 'pass' ? [] : [`${outcome}: ${reason}`]));
};

test('A cache that serves a stored response without a credential fails', async () => {
  const failed = 'fail: served without a credential after a request with one';
  expect(new Set(await judged('caches-paths-with-file-suffix'))).toEqual(new Set([failed]));
});

test('A server that serves an operation without a credential at every URL has no cache to blame', async () => {
  const open = 'not-applicable: a URL that nobody fetched before is served without a credential too: see credentials/missing';
  expect(await judged('reads-objects-without-key')).toEqual([open]);
});

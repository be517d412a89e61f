import { expect, test } from 'vitest';
import { depositBoxes } from '../../../cli/prove/documents/deposit-boxes.ts';
import { bundledDocument, loadContract } from '../../../spec/load.ts';
import { createLimitWatch } from '../../../suites/http/limit-watch.ts';
import { describeDelay, type UnstatedLimit } from '../../../suites/words/notes.ts';
import type { Reply, Sent, Target } from '../../../suites/http/target.ts';
import { inProcessTarget, judgeAll, sessionFor, stillMock } from '../../support/in-process.ts';

const contract = depositBoxes();
const sent = (startedAt: number, reply: Reply): Sent => ({ startedAt, milliseconds: 1, connection: { scheme: 'https' }, reply });
const served: Reply = { status: 200, headers: [], body: '' };
const rejected = (retry: string): Reply => ({ status: 429, headers: ['Retry-After', retry], body: '' });

/** Sends through a watch at a server with these responses; what it waited for, noted and returned. */
async function watched(replies: readonly Reply[], mayWait = true, document = contract) {
  const first: UnstatedLimit[] = [];
  const watch = createLimitWatch(document, (limit) => void first.push(limit));
  for (let count = 0; count < 20; count += 1) watch.heard(sent(count * 100, served));
  const [waits, notes, left]: [number[], string[], Reply[]] = [[], [], [...replies]];
  const attempt = async () => {
    const one = sent(3000, left.shift()!);
    watch.heard(one);
    return one;
  };
  const options = {
    wait: async (seconds: number) => {
      waits.push(seconds);
      return mayWait;
    },
    note: (message: string) => void notes.push(message),
  };
  const { reply } = await watch.obeyed('openVault', attempt, options);
  return { waits, notes, status: reply?.status, first };
}

test('A rejection by an undocumented limit is noted once, and obeyed', async () => {
  expect(await watched([rejected('7'), rejected('3'), served])).toEqual({
    waits: [7, 3],
    notes: [
      'openVault rejected a request with 429 although the document declares no limit, after 20 responses in 3 s, with Retry-After: 7',
    ],
    status: 200,
    first: [{ operation: 'openVault', status: 429, retryAfter: '7', isDeclared: false, responses: 20, seconds: 3, waitSeconds: 7 }],
  });
});

test('The first limit that no plan states says how much longer a run takes, as far as that is known', async () => {
  const {
    first: [limit],
  } = await watched([rejected('57'), rejected('3'), served]);
  expect(describeDelay(limit!, 61, 61)).toBe(
    'if this limit counts all of the 61 requests that are left, the run takes about 228 s longer than planned',
  );
  expect(describeDelay({ ...limit!, waitSeconds: 0 }, 20, 61)).toMatch(/ about 1 s longer than planned$/);
  expect(describeDelay({ ...limit!, waitSeconds: 62 }, 61, 61)).toBe(
    'the run waits at most 61 s for a quota, so checks may stay undecided',
  );
  for (const unknown of [{ waitSeconds: undefined }, { responses: 0 }])
    expect(describeDelay({ ...limit!, ...unknown }, 61, 61)).toBe('how much longer the run takes is not known');
});

test('Where the document declares limits, the note says that the request was within them', async () => {
  const { notes } = await watched([rejected('7'), served], true, await loadContract(bundledDocument));
  expect(notes).toEqual([
    'openVault rejected a request with 429 although it was within the documented limits, after 20 responses in 3 s, with Retry-After: 7',
  ]);
});

test('Retry-After: 0 is a wait of a second, and said', async () => {
  const { waits, notes } = await watched([rejected('0'), served]);
  expect(waits).toEqual([1]);
  expect(notes[0]).toMatch(/with Retry-After: 0, which asks to retry at once$/);
});

test('It ends after three rejections, or when the run may not wait', async () => {
  expect(await watched([rejected('1'), rejected('1'), rejected('1'), served])).toMatchObject({ waits: [1, 1], status: 429 });
  expect(await watched([rejected('900'), served], false)).toMatchObject({ waits: [900], status: 429 });
});

test('At a server with twenty requests in five seconds nothing fails, and no 429 makes a check undecided', async () => {
  const mock = stillMock(contract);
  const plain = inProcessTarget(mock);
  let [window, count, rejections] = [0, 0, 0];
  const target: Target = {
    ...plain,
    capabilities: {},
    async send(call) {
      mock.clock.advance(40);
      const now = plain.now();
      if (Math.floor(now / 5000) !== window) [window, count] = [Math.floor(now / 5000), 0];
      count += 1;
      if (count <= 20) return plain.send(call);
      rejections += 1;
      return { ...(await plain.send(call)), reply: rejected(String(Math.round(5 - (now % 5000) / 1000))) };
    },
  };
  const findings = await judgeAll(sessionFor(mock, { only: ['credentials', 'whoami', 'scopes'] }, target));
  const checks = findings.flatMap((finding) => finding.checks);
  expect(rejections).toBeGreaterThan(3);
  expect(checks.filter(({ outcome, cause }) => outcome === 'fail' || cause?.code === 'unexpected-429')).toEqual([]);
  expect(checks.filter(({ outcome }) => outcome === 'pass').length).toBeGreaterThan(20);
});

import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ReplayedCheck } from '../../../cli/replay/replayed-check.ts';
import { compareReplay, comparisonLines } from '../../../cli/replay/comparison.ts';
import { previous, type Previous } from '../../../cli/replay/previous.ts';
import type { Exchange } from '../../../suites/result/result.ts';
import { bundledDocument, loadContract } from '../../../spec/load.ts';
import { folderWith } from '../../support/command.ts';
import { inProcessTarget, settingsFor, stillMock } from '../../support/in-process.ts';
import { recordedRun } from '../../system/recorded.ts';

const only = ['credentials/undeclared-scheme'];
const id = 'credentials/undeclared-scheme/testAuth/Basic';

let folder: Awaited<ReturnType<typeof folderWith>>;
const file = (name: string) => join(folder.folder, name);

beforeAll(async () => {
  const mock = stillMock(await loadContract(bundledDocument), { faults: ['accepts-any-scheme'] });
  const result = await recordedRun(mock.contract, settingsFor(mock, { only }), inProcessTarget(mock));
  const green = { ...result, requirements: [] };
  folder = await folderWith({
    'results.json': JSON.stringify(result),
    'green.json': JSON.stringify(green),
    'other.json': '{"verdict":"good"}',
    'page.json': '<html>',
  });
});
afterAll(() => folder.remove());

const now = (again: Partial<ReplayedCheck>): ReplayedCheck => ({ id, outcome: 'pass', exchanges: [], ...again });

describe('an earlier check', () => {
  test('is found with its requirement and its evidence', async () => {
    const { requirement, check, exchanges } = await previous(file('results.json'), id);
    expect([requirement.id, check.outcome, exchanges.map(({ role }) => role)]).toEqual([only[0], 'fail', ['control', 'probe']]);
  });

  test.each([
    ['results.json', only[0]!, /has no check ".*": did you mean credentials\/undeclared-scheme\/testAuth\/\S+ or /],
    ['results.json', `${id.slice(0, -1)}k`, new RegExp(`did you mean ${id}\\?`)],
    ['results.json', 'limits', /its failures are credentials\/undeclared-scheme\/testAuth/],
    ['green.json', id, /nothing failed in it/],
    ['nowhere.json', id, /cannot read .*\n?.*Give the path of a results\.json/],
    ['page.json', id, /got invalid JSON/],
    ['other.json', id, /expected the results\.json of a run, got a JSON file without schemaVersion/],
  ])('that is not in %s is told with what there is', async (name, wanted, says) => {
    await expect(previous(file(name), wanted)).rejects.toMatchObject({ exit: 2, message: expect.stringMatching(says) });
  });
});

describe('a check that was made again', () => {
  const failed: Pick<Previous, 'check'> = { check: { id, outcome: 'fail', reason: 'served instead of refused', exchanges: [] } };
  const passed: Pick<Previous, 'check'> = { check: { id, outcome: 'pass', exchanges: [] } };

  test.each([
    ['a failure that passes', failed, now({}), 0, 'fixed'],
    ['a pass that passes', passed, now({}), 0, 'passes, as before'],
    ['the same failure', failed, now({ outcome: 'fail', reason: 'served instead of refused' }), 1, 'still fails'],
    [
      'another failure',
      failed,
      now({ outcome: 'fail', reason: 'refused with another status' }),
      1,
      'still fails, in another way: refused with another status',
    ],
    ['a pass that fails', passed, now({ outcome: 'fail', reason: 'a field is missing' }), 1, 'fails now, and was pass: a field is missing'],
    [
      'what is blocked',
      failed,
      now({ outcome: 'blocked', reason: 'needs the permission burn', needs: 'allow.burn' }),
      3,
      'could not replay: blocked, needs the permission burn; it needs allow.burn',
    ],
    [
      'what does not decide',
      failed,
      now({ outcome: 'inconclusive', reason: 'control failed' }),
      3,
      'could not replay: inconclusive, control failed',
    ],
    [
      'what no longer applies',
      failed,
      now({ outcome: 'not-applicable', reason: 'there is no 401' }),
      3,
      'could not replay: not-applicable, there is no 401',
    ],
    ['an error', failed, now({ outcome: 'error', reason: 'a mistake' }), 70, 'the harness failed: a mistake'],
  ])('%s', (_, before, after, code, verdict) => {
    expect(compareReplay(before, after)).toEqual({ code, verdict });
  });

  test('fails in the same way if code and place are the same, whatever the words are', () => {
    const mismatch = { code: 'served', at: '$statusCode', expected: { kind: 'absent' } } as const;
    const before = { check: { ...failed.check, mismatch } };
    const again = (changes: object) => compareReplay(before, now({ outcome: 'fail', reason: 'other words', mismatch, ...changes })).verdict;
    expect(again({})).toBe('still fails');
    expect(again({ mismatch: { ...mismatch, code: 'redirected' } })).not.toBe('still fails');
    expect(again({ mismatch: { ...mismatch, at: '$response.body' } })).not.toBe('still fails');
  });

  test('is told in lines, control characters made visible', async () => {
    const earlier = await previous(file('results.json'), id);
    const after = now({ outcome: 'fail', reason: 'refused\u001b[2J', observed: '500' });
    const lines = comparisonLines(earlier, after, compareReplay(earlier, after));
    expect(lines[0]).toBe(id);
    expect(lines.join('\n')).toContain('before    200 (fail: served instead of rejected)');
    expect(lines.join('\n')).toContain('now       500 (fail: refused');
    expect(lines.join('\n')).toContain('curl      curl -i ');
    expect(lines.join('\n')).not.toContain('\u001b');
  });
});

describe('the request that a replay shows', () => {
  const exchange = (number: number, principal: string, role: 'control' | 'probe' = 'probe'): Exchange => ({
    id: number,
    scenario: 'one',
    role,
    principal,
    operation: 'getIt',
    startedAt: '2026-01-01T00:00:00.000Z',
    milliseconds: 1,
    connection: { scheme: 'https' },
    request: { method: 'GET', url: 'https://api.test/it', headers: [] },
    response: { status: principal === 'writer' ? 403 : 200, headers: [] },
    curl: `curl as ${principal}`,
  });
  const exchanges = [exchange(1, 'reader'), exchange(2, 'writer'), exchange(3, 'admin')];
  const mismatch = { code: 'served', expected: { kind: 'once' }, exchange: 2 } as const;
  const before = async (): Promise<Previous> => {
    const earlier = await previous(file('results.json'), id);
    return { ...earlier, exchanges, check: { id, outcome: 'fail', reason: 'wrong', mismatch, exchanges: [1, 2, 3] } };
  };
  const linesOf = (earlier: Previous, again: ReplayedCheck, isMock?: boolean) =>
    comparisonLines(earlier, again, compareReplay(earlier, again), isMock).filter((line) => /^  (?:before|now|start|curl)/.test(line));

  test('is the one that shows the mismatch, and not that of another principal', async () => {
    const again = now({ outcome: 'fail', reason: 'wrong', mismatch, exchanges });
    expect(linesOf(await before(), again)).toEqual([
      '  before    403 (fail: wrong)',
      '  now       403 (fail: wrong)',
      '  curl      curl as writer',
    ]);
  });

  test('is the same request where it passes now', async () => {
    const again = now({ exchanges: exchanges.map((one) => ({ ...one, curl: `${one.curl} again` })) });
    expect(linesOf(await before(), again)).toEqual([
      '  before    403 (fail: wrong)',
      '  now       403 (pass)',
      '  curl      curl as writer again',
    ]);
  });

  test('is that of the earlier run where both are at a mock, with the command that starts it', async () => {
    const earlier = await before();
    const mock = { start: 'auth-conformance mock --port 1', secrets: '. secrets.env', faults: [] };
    const again = now({ exchanges: exchanges.map((one) => ({ ...one, curl: 'curl nobody' })) });
    expect(linesOf({ ...earlier, result: { ...earlier.result, mock } }, again, true).slice(2)).toEqual([
      '  start     auth-conformance mock --port 1',
      '  curl      curl as writer',
    ]);
  });
});

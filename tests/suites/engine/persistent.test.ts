import { describe, expect, test } from 'vitest';
import type { Evidence } from '../../../suites/engine/evidence.ts';
import { settled, untilHeard } from '../../../suites/engine/persistent.ts';
import type { Sent, Trouble } from '../../../suites/http/target.ts';

const sent: Sent = { startedAt: 0, milliseconds: 1, connection: { scheme: 'https' } };
const answered = (status: number): Sent => ({ ...sent, reply: { status, headers: [], body: '' } });
const without = (kind: Trouble['kind']): Sent => ({ ...sent, trouble: { kind, message: `it was ${kind}` } });
const evidence = (id: string, one: Sent): Evidence => ({
  ...one,
  id,
  scenario: 'any',
  role: 'probe',
  sent: 'client',
  request: { method: 'GET', url: 'https://api.example/', headers: [] },
});

/** How many attempts are made if they end like this, one after the other. */
async function attemptsAt(repeatable: boolean, ...ends: readonly Sent[]): Promise<number> {
  let count = 0;
  const made = await untilHeard(async () => ends[Math.min(count++, ends.length - 1)]!, repeatable);
  expect(made).toHaveLength(count);
  return count;
}

describe('a request is sent again', () => {
  test.for(['closed', 'unreachable', 'timeout'] as const)('if it was %s, three times in all', async (kind) =>
    expect(await attemptsAt(false, without(kind))).toBe(3),
  );

  test('until there is a response, whatever its status', async () =>
    expect(await attemptsAt(false, without('closed'), answered(500))).toBe(2));

  test.for([500, 502, 503])('if it is safe and got %i, three times in all', async (status) => {
    expect(await attemptsAt(true, answered(status))).toBe(3);
    expect(await attemptsAt(true, answered(status), answered(401))).toBe(2);
    expect(await attemptsAt(false, answered(status))).toBe(1);
  });

  test.for(['refused', 'tls', 'garbage', 'not-sent'] as const)('not if it was %s', async (kind) =>
    expect(await attemptsAt(false, without(kind))).toBe(1),
  );
});

describe('of several attempts', () => {
  const [silent, again, heard] = [evidence('1', without('closed')), evidence('2', without('timeout')), evidence('3', answered(200))];

  test('without a response, the first counts', () => expect(settled([silent, again])).toEqual({ ...silent, attempts: ['2'] }));

  test('a later response is the result of requests that prepare or compare', () => {
    for (const role of ['control', 'preparation', 'cleanup'] as const)
      expect(settled([silent, heard], role)).toEqual({ ...heard, attempts: ['1'] });
  });

  test('a later response decides nothing about a probe', () =>
    expect(settled([silent, again, heard])).toEqual({
      ...silent,
      attempts: ['2', '3'],
      trouble: { kind: 'unsteady', message: 'it was closed, and a later attempt got 200', later: 200 },
    }));

  test('a server error that is gone is unsteady, and its response is kept', async () => {
    const answers = [answered(500), answered(401)];
    const made = await untilHeard(async () => answers.shift()!, true);
    const [failed, later] = made.map((one, index) => evidence(String(index), one));
    const trouble = { kind: 'unsteady', message: 'the first attempt got 500, and a later attempt got 401', later: 401 };
    expect(settled([failed!, later!])).toEqual({ ...evidence('0', answered(500)), trouble, attempts: ['1'] });
    expect(settled([failed!, later!], 'control')).toEqual({ ...evidence('1', answered(401)), attempts: ['0'] });
  });

  test('a server error that stays is the result', () => {
    const [one, other] = [evidence('1', answered(500)), evidence('2', answered(500))];
    expect(settled([one, other])).toEqual({ ...one, attempts: ['2'] });
  });

  test('a single one is the result', () => expect(settled([heard])).toBe(heard));
});

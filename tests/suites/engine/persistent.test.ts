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
async function attemptsAt(...ends: readonly Sent[]): Promise<number> {
  let count = 0;
  const made = await untilHeard(async () => ends[Math.min(count++, ends.length - 1)]!);
  expect(made).toHaveLength(count);
  return count;
}

describe('a request is sent again', () => {
  test.for(['closed', 'unreachable', 'timeout'] as const)('if it was %s, three times in all', async (kind) =>
    expect(await attemptsAt(without(kind))).toBe(3),
  );

  test('until there is a response, whatever its status', async () => expect(await attemptsAt(without('closed'), answered(500))).toBe(2));

  test.for(['refused', 'tls', 'garbage', 'too-large', 'not-sent'] as const)('not if it was %s', async (kind) =>
    expect(await attemptsAt(without(kind))).toBe(1),
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
      trouble: { kind: 'unsteady', message: 'it was closed, and a later attempt got 200' },
    }));

  test('a single one is the result', () => expect(settled([heard])).toBe(heard));
});

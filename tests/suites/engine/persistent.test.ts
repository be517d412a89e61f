import { describe, expect, test } from 'vitest';
import type { Evidence } from '../../../suites/engine/evidence.ts';
import { settled, untilHeard } from '../../../suites/engine/persistent.ts';
import type { Sent, Trouble } from '../../../suites/http/target.ts';

const sent: Sent = { startedAt: 0, milliseconds: 1, connection: { scheme: 'https' } };
const answered = (status: number): Sent => ({ ...sent, reply: { status, headers: [], body: '' } });
const without = (kind: Trouble['kind']): Sent => ({ ...sent, trouble: { kind, says: `it was ${kind}` } });
const evidence = (id: string, one: Sent): Evidence => ({
  ...one,
  id,
  scenario: 'any',
  role: 'probe',
  sent: 'client',
  request: { method: 'GET', url: 'https://api.example/', headers: [] },
});

/** How many attempts are made where they end like this, one after the other. */
async function attemptsAt(...ends: readonly Sent[]): Promise<number> {
  let count = 0;
  const made = await untilHeard(async () => ends[Math.min(count++, ends.length - 1)]!);
  expect(made).toHaveLength(count);
  return count;
}

describe('something is sent again', () => {
  test.for(['closed', 'unreachable', 'timeout'] as const)('where it was %s, three times in all', async (kind) =>
    expect(await attemptsAt(without(kind))).toBe(3),
  );

  test('until there is an answer, whatever that says', async () => expect(await attemptsAt(without('closed'), answered(500))).toBe(2));

  test.for(['refused', 'tls', 'garbage', 'too-large', 'not-sent'] as const)('not where it was %s', async (kind) =>
    expect(await attemptsAt(without(kind))).toBe(1),
  );
});

describe('of several attempts', () => {
  const [silent, again, heard] = [evidence('1', without('closed')), evidence('2', without('timeout')), evidence('3', answered(200))];

  test('nothing but silence is silence', () => expect(settled([silent, again])).toEqual({ ...silent, attempts: ['2'] }));

  test('an answer after silence is the answer of what only prepares or compares', () => {
    for (const role of ['control', 'preparation', 'cleanup'] as const)
      expect(settled([silent, heard], role)).toEqual({ ...heard, attempts: ['1'] });
  });

  test('an answer after silence decides nothing about a probe', () =>
    expect(settled([silent, again, heard])).toEqual({
      ...silent,
      attempts: ['2', '3'],
      trouble: { kind: 'unsteady', says: 'it was closed, and at another attempt it was answered with 200' },
    }));

  test('one alone is what it is', () => expect(settled([heard])).toBe(heard));
});

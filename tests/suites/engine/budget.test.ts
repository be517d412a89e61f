import { describe, expect, test } from 'vitest';
import { createBudget } from '../../../suites/engine/budget.ts';
import type { Sent, Trouble } from '../../../suites/http/target.ts';

const sent: Sent = { startedAt: 0, milliseconds: 1, connection: { scheme: 'https' } };
const answered: Sent = { ...sent, reply: { status: 500, headers: [], body: '' } };
const without = (kind: Trouble['kind']): Sent => ({ ...sent, trouble: { kind, says: `it was ${kind}` } });
const allowed = (requests = 100) => createBudget({ budget: { requests, seconds: 60 } }, { now: () => 0 }, 0);
const times = (count: number, act: () => void) => Array.from({ length: count }).forEach(act);

describe('a target', () => {
  test('hangs where the last exchange timed out, until anything else comes of one', () => {
    const budget = allowed();
    expect(budget.hangs('https')).toBe(false);
    for (const other of [answered, without('closed')]) {
      budget.book(without('timeout'));
      budget.book(without('not-sent'));
      expect(budget.hangs('https')).toBe(true);
      budget.book(other);
      expect(budget.hangs('https')).toBe(false);
    }
  });

  test('does not hang over TLS where its plain port does', () => {
    const allowance = allowed();
    allowance.book({ ...without('timeout'), connection: { scheme: 'http' } });
    expect([allowance.hangs('http'), allowance.hangs('https')]).toEqual([true, false]);
  });

  test.for(['not-sent', 'refused'] as const)('is not lost by what was %s, and not found again either', (kind) => {
    const allowance = allowed();
    times(20, () => allowance.book(without(kind)));
    expect(allowance.spend('probe')).toBeUndefined();
    times(3, () => allowance.book(without('closed')));
    allowance.book(without(kind));
    allowance.book(without('closed'));
    expect(allowance.spend('probe')).toMatchObject({ kind: 'not-sent' });
  });

  test('is lost after four silent exchanges in a row, and to what cleans up after eight', () => {
    const allowance = allowed();
    times(3, () => allowance.book(without('timeout')));
    expect(allowance.spend('probe')).toBeUndefined();
    allowance.book(without('closed'));
    expect(allowance.spend('probe')).toEqual({ kind: 'not-sent', says: 'the target stopped answering: it was closed' });
    times(3, () => allowance.book(without('timeout')));
    expect(allowance.spend('cleanup')).toBeUndefined();
    allowance.book(without('timeout'));
    expect(allowance.spend('cleanup')).toMatchObject({ kind: 'not-sent' });
  });
});

describe('what cleans up', () => {
  test('is sent beyond a spent budget, and counted', () => {
    const budget = allowed(1);
    expect(budget.spend('probe')).toBeUndefined();
    expect(budget.spend('control')).toMatchObject({ kind: 'not-sent', says: expect.stringContaining('budget.requests') });
    expect(budget.spend('cleanup')).toBeUndefined();
    expect(budget.sent()).toBe(2);
  });

  test('is sent after an interruption', () => {
    const allowance = allowed();
    allowance.halt();
    expect(allowance.spend('probe')).toMatchObject({ says: 'the run was interrupted' });
    expect(allowance.spend('cleanup')).toBeUndefined();
  });
});

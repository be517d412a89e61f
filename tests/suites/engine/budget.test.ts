import { describe, expect, test } from 'vitest';
import { createBudget } from '../../../suites/engine/budget.ts';
import type { Sent, Trouble } from '../../../suites/http/target.ts';

const sent: Sent = { startedAt: 0, milliseconds: 1, connection: { scheme: 'https' } };
const answered: Sent = { ...sent, reply: { status: 500, headers: [], body: '' } };
const without = (kind: Trouble['kind']): Sent => ({ ...sent, trouble: { kind, message: `it was ${kind}` } });
const budgetOf = (requests = 100) => createBudget({ budget: { requests, seconds: 60 }, timeout: 1_000 }, { now: () => 0 }, 0);
const times = (count: number, act: () => void) => Array.from({ length: count }).forEach(act);

describe('a target', () => {
  test('hangs after a timeout, until an exchange ends differently', () => {
    const budget = budgetOf();
    expect(budget.hangs('https')).toBe(false);
    for (const other of [answered, without('closed')]) {
      budget.book(without('timeout'));
      budget.book(without('not-sent'));
      expect(budget.hangs('https')).toBe(true);
      budget.book(other);
      expect(budget.hangs('https')).toBe(false);
    }
  });

  test('does not hang over TLS if its plain port does', () => {
    const budget = budgetOf();
    budget.book({ ...without('timeout'), connection: { scheme: 'http' } });
    expect([budget.hangs('http'), budget.hangs('https')]).toEqual([true, false]);
  });

  test.for(['not-sent', 'refused'] as const)('is neither lost nor back because of exchanges that were %s', (kind) => {
    const budget = budgetOf();
    times(20, () => budget.book(without(kind)));
    expect(budget.spend('probe')).toBeUndefined();
    times(3, () => budget.book(without('closed')));
    budget.book(without(kind));
    budget.book(without('closed'));
    expect(budget.spend('probe')).toMatchObject({ kind: 'not-sent' });
  });

  test('is lost after four exchanges in a row without a response, for cleaning up after eight', () => {
    const budget = budgetOf();
    times(3, () => budget.book(without('timeout')));
    expect(budget.spend('probe')).toBeUndefined();
    budget.book(without('closed'));
    expect(budget.spend('probe')).toEqual({ kind: 'not-sent', message: 'the target stopped responding: it was closed' });
    times(3, () => budget.book(without('timeout')));
    expect(budget.spend('cleanup')).toBeUndefined();
    budget.book(without('timeout'));
    expect(budget.spend('cleanup')).toMatchObject({ kind: 'not-sent' });
  });
});

describe('an operation that hangs', () => {
  const open: Sent = { ...sent, milliseconds: 1_000, reply: { status: 200, headers: [], body: '', open: true } };

  test.for([without('timeout'), open])('is not called again after two requests, and others are', (hanging) => {
    const budget = budgetOf();
    times(2, () => budget.book(hanging, 'watch'));
    expect(budget.spend('probe', 'watch')).toEqual({
      kind: 'not-sent',
      message: 'watch does not respond: no complete response within 1 s',
    });
    expect(budget.spend('probe', 'read')).toBeUndefined();
    times(9, () => budget.book(without('timeout'), 'watch'));
    expect(budget.spend('probe', 'read')).toBeUndefined();
    budget.book(without('timeout'), 'read');
    expect(budget.spend('probe', 'list')).toBeUndefined();
    budget.book(without('timeout'), 'list');
    expect(budget.spend('probe', 'remove')).toMatchObject({ kind: 'not-sent' });
  });

  test('is called again if it has responded before: it hangs because of what was sent', () => {
    const budget = budgetOf();
    budget.book(answered, 'watch');
    times(3, () => budget.book(without('timeout'), 'watch'));
    expect(budget.spend('probe', 'watch')).toBeUndefined();
  });
});

describe('a request that cleans up', () => {
  test('is sent beyond the budget, and counted', () => {
    const budget = budgetOf(1);
    expect(budget.spend('probe')).toBeUndefined();
    expect(budget.spend('control')).toMatchObject({ kind: 'not-sent', message: expect.stringContaining('budget.requests') });
    expect(budget.spend('cleanup')).toBeUndefined();
    expect(budget.sent()).toBe(2);
  });

  test('is sent after an interruption', () => {
    const budget = budgetOf();
    budget.halt();
    expect(budget.spend('probe')).toMatchObject({ message: 'the run was interrupted' });
    expect(budget.spend('cleanup')).toBeUndefined();
  });
});

import { expect, test } from 'vitest';
import { judgeAll, sessionFor, stillMock } from '../../../support/in-process.ts';
import { depositBoxes } from './documents.ts';

const findings = await judgeAll(sessionFor(stillMock(depositBoxes())));

test('A correct mock passes all checks of a document that requires two credentials at once', () => {
  const open = findings.flatMap(({ checks }) =>
    checks.flatMap(({ id, outcome, reason }) =>
      outcome === 'pass' || outcome === 'not-applicable' ? [] : [`${outcome} ${id}: ${reason}`],
    ),
  );
  expect(open).toEqual([]);
});

test('Each of two credentials is left out once and unknown once, and not where either will do', () => {
  const { checks } = findings.find(({ requirement }) => requirement === 'credentials/partial')!;
  const parts = checks.map(({ id }) => decodeURIComponent(id).split('/').slice(2).join(' '));
  const variants = ['without Holder', 'unknown Holder', 'without Bank', 'unknown Bank'];
  expect(parts).toEqual(['openBox', 'openVault'].flatMap((operation) => variants.map((variant) => `${operation} ${variant}`)));
  expect(checks.map(({ outcome }) => outcome)).toEqual(checks.map(() => 'pass'));
});

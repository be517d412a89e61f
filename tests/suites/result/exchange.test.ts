import { expect, test } from 'vitest';
import { longestBody } from '../../../suites/engine/bodies/long-bodies.ts';
import { createRedactor } from '../../../suites/redaction/redactor.ts';
import { resultExchange } from '../../../suites/result/exchange.ts';
import type { Evidence } from '../../../suites/engine/evidence.ts';

const settings = { tls: { insecure: false }, variables: {} };
const evidence = (body: string, cut?: NonNullable<Evidence['reply']>['cut']): Evidence => ({
  id: 'a#1',
  scenario: 'a',
  role: 'probe',
  startedAt: 0,
  milliseconds: 1,
  connection: { scheme: 'https' },
  request: { method: 'GET', url: 'https://api.example/v1/things', headers: [] },
  reply: { status: 200, headers: [], body, ...(cut && { cut }) },
});

test('a body that was cut is shown with the length and checksum of the whole', () => {
  const shown = resultExchange(
    evidence('y'.repeat(2048), { bytes: 4_000_000, sha256: 'abc', shown: 1024 }),
    createRedactor('key'),
    settings,
  );
  expect(shown.response?.body).toEqual({ text: 'y'.repeat(1024), bytes: 4_000_000, sha256: 'abc', cut: true });
});

test('a secret across the end of what is shown is replaced whole, even if it became known later', () => {
  const redactor = createRedactor('key');
  redactor.add({ name: 'token', value: 'issued-much-later', shell: '$TOKEN' });
  const body = `${'y'.repeat(longestBody - 5)}issued-much-later${'y'.repeat(longestBody)}`;
  const shown = resultExchange(evidence(body, { bytes: 4_000_000, sha256: 'abc', shown: longestBody }), redactor, settings);
  expect(shown.response?.body?.text).toMatch(/^y+‹token#....›$/);
});

import { expect, test } from 'vitest';
import { clientResultOf } from '../../../cli/client/result.ts';
import { clientScenarios } from '../../../client/scenarios/scenarios.ts';
import { formats } from '../../../reporters/formats.ts';
import { createRedactor } from '../../../suites/redaction/redactor.ts';
import { resultSchema } from '../../../suites/result/result.ts';
import { exited, key, noon, requests, setting, status } from '../../client/observations.ts';

const secrets = { key, clientId: 'app', clientSecret: 'mock_secret_of/the_app' };

function resultOf(baseline: Parameters<typeof clientResultOf>[0]['baseline'] = []) {
  const observation = {
    scenario: 'retry-after-seconds',
    requests: requests({ ...status(429, ['Retry-After', '2']), at: noon, answeredAt: noon }, { at: noon + 100 }),
    endings: [exited(0, `done with ${key}`)],
  };
  return clientResultOf({
    record: { setting, played: new Map([['retry-after-seconds', { observation, secrets }]]), skipped: new Set(), limitSeconds: 45 },
    judged: new Set(['retry-after-seconds']),
    only: [],
    redactor: createRedactor('test'),
    target: 'node client.mjs',
    startedAt: noon,
    seconds: 2.5,
    version: '0.0.0',
    failOn: 'must',
    allowIncomplete: false,
    interrupted: false,
    baseline,
    acceptCritical: false,
  });
}

test('a result of a client is one like any other, with the requests as evidence', () => {
  const result = resultOf();
  expect(resultSchema.parse(result)).toEqual(result);
  expect(result).toMatchObject({ verdict: 'non-conformant', exit: { code: 1 }, requests: 2, target: 'node client.mjs' });
  const failed = result.requirements.find(({ id }) => id === 'client/retry-after-seconds')!;
  expect(failed.checks).toMatchObject([
    { id: 'client/retry-after-seconds/retry-after-seconds', expected: 'at least 2 s', observed: '0.1 s', exchanges: [1, 2] },
  ]);
  expect(failed.guidance?.fix).toContain('Retry-After');
});

test('no format repeats the key, or offers to send the requests again', () => {
  const result = resultOf();
  for (const { name, render, files } of formats) {
    const texts = [render(result), ...(files?.(result) ?? []).map(({ text }) => text)];
    for (const text of texts) expect(text, name).not.toContain(key);
    expect(texts.join('\n'), name).not.toContain('reproduce/client');
  }
  expect(JSON.stringify(result.notes)).toContain('‹key#');
});

test('a baseline accepts exactly this failure', () => {
  const [check] = resultOf().requirements.flatMap(({ checks }) =>
    checks.filter(({ outcome, id }) => outcome === 'fail' && id.startsWith('client/retry-after-seconds/')),
  );
  const entry = { check: check!.id, reason: '', fingerprint: check!.fingerprint!, why: 'x', owner: 'y', expires: '2999-01-01', at: 'b:1' };
  expect(resultOf([entry]).baseline).toEqual({ matched: 1, stale: 0, expired: 0 });
  expect(resultOf([{ ...entry, fingerprint: '0'.repeat(12) }]).baseline).toEqual({ matched: 0, stale: 1, expired: 0 });
});

test('every scenario has a description of one sentence', () => {
  expect(clientScenarios.filter(({ description }) => !/^[A-Z].*[^.]\.$/.test(description))).toEqual([]);
});

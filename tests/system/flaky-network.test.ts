/**
 * A bad network between the suites and their target: it leaves questions open, and never makes a verdict.
 *
 * @module
 */
import { readFile } from 'node:fs/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createMock } from '../../mock/create.ts';
import { requirementIds } from '../../spec/catalogue/catalogue.ts';
import { bundledDocument, loadContract } from '../../spec/load.ts';
import { checks } from '../../suites/topics/checks.ts';
import type { Result } from '../../suites/result/result.ts';
import { flakyNetwork } from '../support/flaky.ts';
import { settingsFor } from '../support/in-process.ts';
import { realRun } from '../support/real-run.ts';
import { seeds } from '../support/seeds.ts';

const contract = await loadContract(bundledDocument);
/** Twelve thousand requests that exhaust quotas, for each run, would only make these slower. */
const skip = requirementIds.filter((id) => checks[id].scenario.name === 'window-exhaustion');

/** A run of the whole catalogue, behind a network that drops a twentieth of all connections and holds up a twentieth, by some seeds longer than the suites wait. */
async function runBehind(seed: number, faults: readonly string[] = []): Promise<Result> {
  const mock = createMock(contract, { faults });
  const { url, httpUrl, control, ca, close } = await mock.listen();
  onTestFinished(close);
  const weather = { seed, drops: 0.05, delays: 0.05, lateness: seed % 3 === 0 ? 1_200 : 40 };
  const [secure, plain] = await Promise.all([url, httpUrl].map((one) => flakyNetwork(Number(new URL(one).port), weather)));
  onTestFinished(async () => void (await Promise.all([secure!.close(), plain!.close()])));
  const target = `https://127.0.0.1:${secure!.port}${contract.basePath}`;
  const settings = settingsFor(mock, {
    target,
    httpTarget: `http://127.0.0.1:${plain!.port}${contract.basePath}`,
    oauthTarget: new URL(target).origin,
    origin: { usual: '127.0.0.1', choices: ['127.0.0.1'], mapped: false },
    hooks: { url: control!.url, token: control!.token },
    tls: { ca: await readFile(ca, 'utf8'), insecure: false },
    timeout: 1_000,
    skip,
  });
  const result = await realRun(contract, settings);
  expect(result.preflight.filter(({ outcome }) => outcome === 'fail')).toEqual([]);
  const { dropped, late } = secure!.troubles();
  expect(dropped).toBeGreaterThan(2);
  expect(late).toBeGreaterThan(2);
  return result;
}

const failed = ({ requirements }: Result) =>
  requirements
    .filter(({ outcome }) => outcome === 'fail')
    .map(({ id, checks: made }) => `${id}: ${made.find(({ outcome }) => outcome === 'fail')?.reason}`);

describe('behind a network that drops and delays', () => {
  test.for(seeds)('a sound server is not blamed (%i)', { timeout: 60_000 }, async (seed) => {
    const result = await runBehind(seed);
    expect(failed(result)).toEqual([]);
    expect(result.requirements.filter(({ outcome }) => outcome === 'error')).toEqual([]);
    expect(result.requirements.filter(({ outcome }) => outcome === 'pass').length).toBeGreaterThan(50);
    expect([0, 3]).toContain(result.exit.code);
  });

  const faults = [
    'reads-objects-without-key',
    'accepts-revoked-key',
    'every-scope-implies-reading',
    'sends-426-for-plain-http',
    'applies-update-without-scope',
    'accepts-used-code',
    'sends-undocumented-401-code',
    'leaks-key-in-header',
    'compares-key-prefix-only',
    'accepts-unknown-code',
  ];
  test.for(seeds)('one with a fault is never called good (%i)', { timeout: 60_000 }, async (seed) => {
    const fault = faults[seed % faults.length]!;
    const result = await runBehind(seed + 100, [fault]);
    expect([1, 3]).toContain(result.exit.code);
    expect(result.verdict).not.toMatch(/^conformant/);
  });
});

import { describe, expect, test } from 'vitest';
import { weather } from '../../../../cli/prove/documents/weather.ts';
import type { RequirementId } from '../../../../spec/catalogue/catalogue.ts';
import { inProcessTarget, sessionFor, stillMock } from '../../../support/in-process.ts';

const contract = weather();
const limiters = ['clock-aligned-window', 'window-from-first-request', 'sliding-window', 'token-bucket'];

/** The outcomes of a requirement with all hooks, or with none. */
async function outcomes(requirement: RequirementId, variant: string, hooks: boolean, faults: readonly string[] = []) {
  const mock = stillMock(contract, { variants: [variant], faults });
  const target = inProcessTarget(mock);
  const session = sessionFor(mock, { only: [requirement], slow: true }, hooks ? target : { ...target, capabilities: {} });
  return [...new Set((await session.judge(requirement)).checks.map(({ outcome }) => outcome))];
}

describe.each(limiters)('A %s', (variant) => {
  test.each([true, false])('that serves one request too many fails (hooks: %s)', async (hooks) => {
    expect(await outcomes('limits/enforcement', variant, hooks, ['allows-one-request-too-many'])).toContain('fail');
  });
  test.each([true, false])('that does not count parallel requests fails (hooks: %s)', async (hooks) => {
    expect(await outcomes('limits/concurrent-requests', variant, hooks, ['skips-counting-concurrent-requests'])).toContain('fail');
  });
  test.each([true, false])('that counts all of them passes (hooks: %s)', async (hooks) => {
    expect(await outcomes('limits/concurrent-requests', variant, hooks)).toEqual(['pass']);
  });
});

import { expect, test } from 'vitest';
import { bundledDocument, loadContract } from '../../../../spec/load.ts';
import type { RequirementId } from '../../../../spec/catalogue/catalogue.ts';
import { inProcessTarget, sessionFor, stillMock } from '../../../support/in-process.ts';

const contract = await loadContract(bundledDocument);

/** The outcomes of a requirement at a mock whose hooks the run does not use: its own waiting is the only way for time to pass. */
async function outcomes(requirement: RequirementId, options: Parameters<typeof stillMock>[1], slow = false) {
  const mock = stillMock(contract, options);
  const session = sessionFor(mock, { only: [requirement], slow }, { ...inProcessTarget(mock), capabilities: {} });
  const { checks } = await session.judge(requirement);
  return checks.filter(({ outcome }) => outcome !== 'blocked' && outcome !== 'not-applicable').map(({ outcome }) => outcome);
}

const limiters = ['clock-aligned-window', 'window-from-first-request', 'sliding-window', 'token-bucket'];

test.each(limiters)('A sound %s passes, and nothing of the enforcement stays undecided', async (variant) => {
  for (const requirement of ['limits/enforcement', 'limits/early-rejection', 'limits/concurrent-requests'] as const) {
    const found = await outcomes(requirement, { variants: [variant] });
    expect(new Set(found)).toEqual(new Set(['pass']));
  }
});

test.each(limiters)('One request too many is found with a %s', async (variant) => {
  expect(await outcomes('limits/enforcement', { variants: [variant], faults: ['allows-one-request-too-many'] })).toContain('fail');
});

/** A bucket refills while the minutes pass that an hour takes. */
test.each(limiters.filter((variant) => variant !== 'token-bucket'))(
  'One request too few is found with a %s, if there is time for the hour',
  async (variant) => {
    expect(await outcomes('limits/early-rejection', { variants: [variant], faults: ['rejects-last-allowed-request'] }, true)).toContain(
      'fail',
    );
  },
);

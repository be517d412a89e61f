import { describe, expect, test } from 'vitest';
import { tollRoads } from '../../../../cli/prove/documents/toll-roads.ts';
import type { MockOptions } from '../../../../mock/create.ts';
import { inProcessTarget, judgeAll, sessionFor, stillMock } from '../../../support/in-process.ts';

const contract = tollRoads();

/** The ids of the checks with these outcomes, with all hooks or with none. */
async function found(options: MockOptions, outcomes: readonly string[], hooks = true) {
  const mock = stillMock(contract, options);
  const target = inProcessTarget(mock);
  const findings = await judgeAll(sessionFor(mock, { only: ['limits'], slow: true }, hooks ? target : { ...target, capabilities: {} }));
  return findings.flatMap(({ checks }) => checks).filter(({ outcome }) => outcomes.includes(outcome));
}

const undecided = ['fail', 'inconclusive', 'blocked', 'error'];
const limiters = ['clock-aligned-window', 'window-from-first-request', 'sliding-window', 'token-bucket'];

describe.each(limiters)('a %s', (variant) => {
  test.each([true, false])('with costs, own limits and another status passes every check of limits (hooks: %s)', async (hooks) => {
    expect(await found({ variants: [variant] }, undecided, hooks)).toEqual([]);
  });

  test.each(['charges-every-operation-one-unit', 'enforces-no-operation-limits'])('that %s fails', async (fault) => {
    const ids = (await found({ variants: [variant], faults: [fault] }, ['fail'])).map(({ id }) => id);
    expect(ids.filter((id) => id.startsWith('limits/enforcement/'))).not.toEqual([]);
  });
});

test('Each operation uses up the windows that count it', async () => {
  const checks = await found({}, ['pass']);
  expect(checks.filter(({ id }) => id.startsWith('limits/enforcement/')).map(({ id }) => decodeURIComponent(id))).toEqual([
    'limits/enforcement/listRoads/burner-driver/20 per minute',
    'limits/enforcement/findRoute/burner-driver/20 per minute',
    'limits/enforcement/showTraffic/burner-driver/5 per minute of the operation',
  ]);
});

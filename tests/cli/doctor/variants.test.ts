import { describe, expect, test } from 'vitest';
import { variantNames } from '../../../mock/variants/variants.ts';
import { bundledDocument, loadContract } from '../../../spec/load.ts';
import { preflight } from '../../../suites/preflight/preflight.ts';
import { inProcessTarget, settingsFor, stillMock } from '../../support/in-process.ts';

const contract = await loadContract(bundledDocument);

describe('a server that is as good in another way is fine in every line', () => {
  test.for(variantNames)('%s', async (name) => {
    const mock = stillMock(contract, { variants: [name] });
    const { lines } = await preflight(contract, settingsFor(mock), inProcessTarget(mock), { thorough: true });
    expect(lines.length).toBeGreaterThan(20);
    expect(lines.filter(({ outcome }) => outcome !== 'pass')).toEqual([]);
  });
});

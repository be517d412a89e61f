import { describe, expect, test } from 'vitest';
import { faults, faultNames } from '../mock/faults/faults.ts';
import { requirementIds } from '../spec/catalogue/catalogue.ts';
import { bundledDocument, loadContract } from '../spec/load.ts';
import { judgeAll, sessionFor, stillMock } from './support/in-process.ts';

const contract = await loadContract(bundledDocument);

async function redUnder(names: readonly string[]): Promise<readonly string[]> {
  const findings = await judgeAll(sessionFor(stillMock(contract, { faults: names })));
  return findings.filter(({ checks }) => checks.some(({ outcome }) => outcome === 'fail')).map(({ requirement }) => requirement);
}

describe('each fault turns red what it names and nothing else', () => {
  for (const name of faultNames) {
    const { breaks, also = [] } = faults[name]!;
    test(name, async () => {
      expect([...(await redUnder([name]))].sort()).toEqual([...breaks, ...also].sort());
    });
  }
});

test('every requirement that can fail in process is broken by a fault', () => {
  const broken = new Set(faultNames.flatMap((name) => faults[name]!.breaks));
  expect(requirementIds.filter((id) => !broken.has(id))).toEqual([]);
});

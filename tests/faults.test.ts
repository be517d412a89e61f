import { expect, test } from 'vitest';
import { proofDocuments } from '../cli/prove/documents.ts';
import { killMatrix } from '../cli/prove/matrix.ts';
import { faultNames, faults } from '../mock/faults/faults.ts';
import { requirementIds } from '../spec/catalogue/catalogue.ts';
import { bundledDocument, loadContract } from '../spec/load.ts';
import { faultByTopic, topics } from './prove/chosen.ts';

test('every requirement is broken by a fault', () => {
  const broken = new Set(faultNames.flatMap((name) => faults[name]!.breaks));
  expect(requirementIds.filter((id) => !broken.has(id))).toEqual([]);
});

test('the sound mock is blamed for nothing, and a fault of each topic turns red what it names and nothing else', async () => {
  const contracts = [await loadContract(bundledDocument), ...proofDocuments()];
  const chosen = [...faultByTopic.values()];
  const { documents, faults: rows } = await killMatrix({ contracts, whole: true, faults: chosen, variants: [] });
  expect([...faultByTopic.keys()]).toEqual(topics);
  expect(documents.flatMap(({ falseAlarms }) => falseAlarms)).toEqual([]);
  expect(rows.map(({ fault, fate }) => [fault, fate])).toEqual(chosen.map((name) => [name, 'killed']));
});

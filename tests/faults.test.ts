import { expect, test } from 'vitest';
import { proofDocuments } from '../cli/prove/documents.ts';
import { killMatrix } from '../cli/prove/matrix.ts';
import { needsSockets } from '../cli/prove/trial.ts';
import { faultNames, faults } from '../mock/faults/faults.ts';
import { requirementIds } from '../spec/catalogue/catalogue.ts';
import { bundledDocument, loadContract } from '../spec/load.ts';

const topicOf = (id: string) => id.split('/', 1)[0]!;
const topics = [...new Set(requirementIds.map(topicOf))];

/** The first fault of each topic that shows without sockets; `prove` takes all of them. */
const chosen = topics.map((topic) => faultNames.find((name) => topicOf(faults[name]!.breaks[0]!) === topic && !needsSockets(name))!);

test('every requirement is broken by a fault', () => {
  const broken = new Set(faultNames.flatMap((name) => faults[name]!.breaks));
  expect(requirementIds.filter((id) => !broken.has(id))).toEqual([]);
});

test('the sound mock is blamed for nothing, and a fault of each topic turns red what it names and nothing else', async () => {
  const contracts = [await loadContract(bundledDocument), ...proofDocuments()];
  const { documents, faults: rows } = await killMatrix({ contracts, whole: true, faults: chosen, variants: [] });
  expect(documents.flatMap(({ falseAlarms }) => falseAlarms)).toEqual([]);
  expect(rows.map(({ fault, fate }) => [fault, fate])).toEqual(chosen.map((name) => [name, 'killed']));
});

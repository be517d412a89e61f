import { proofDocuments } from '../../cli/prove/documents.ts';
import { sessionFor, stillMock } from '../../cli/prove/in-process.ts';
import { needsSockets } from '../../cli/prove/trial.ts';
import { faultNames, faults } from '../../mock/faults/faults.ts';
import { requirementIds, type RequirementId } from '../../spec/catalogue/catalogue.ts';
import { bundledDocument, loadContract } from '../../spec/load.ts';
import type { Probation } from './probation.ts';

const contracts = [await loadContract(bundledDocument), ...proofDocuments()];

/** How one requirement alone is judged by a mock, which may have a fault. */
async function outcomes(document: number, only: RequirementId, fault?: string): Promise<readonly string[]> {
  const mock = stillMock(contracts[document]!, fault === undefined ? {} : { faults: [fault] });
  const { checks } = await sessionFor(mock, { only: [only] }).judge(only);
  return checks.map(({ id, outcome, reason = '' }) => `${outcome} ${id}: ${reason}`);
}

const bad = /^(?:fail|inconclusive|blocked|error) /;

/** The sound mock of each document is blamed for nothing, requirement by requirement, and nothing stays open. */
const soundTrials: readonly Probation[] = contracts.flatMap(({ title }, document) =>
  requirementIds.map((id) => ({
    name: `${id} finds nothing wrong with a sound mock of ${title}`,
    file: 'tests/mutation/trials.ts',
    about: id,
    async run() {
      const found = (await outcomes(document, id)).filter((outcome) => bad.test(outcome));
      if (found.length > 0) throw new Error(found[0]);
    },
  })),
);

/** Each fault turns red what it names, one requirement at a time, by one of the documents. */
const faultTrials: readonly Probation[] = faultNames
  .filter((fault) => !needsSockets(fault))
  .flatMap((fault) => {
    const { breaks, also = [] } = faults[fault]!;
    return [...new Set([...breaks, ...also])].map((id) => ({ group: `${fault} ${id}`, id, fault }));
  })
  .flatMap(({ group, id, fault }) =>
    contracts.map(({ title }, document) => ({
      name: `${id} notices ${fault} by ${title}`,
      file: 'tests/mutation/trials.ts',
      about: `${id} broken`,
      oneOf: group,
      async run() {
        const found = await outcomes(document, id, fault);
        if (!found.some((outcome) => outcome.startsWith('fail '))) throw new Error(found[0] ?? 'not applicable');
      },
    })),
  );

export const trials: readonly Probation[] = [...soundTrials, ...faultTrials];

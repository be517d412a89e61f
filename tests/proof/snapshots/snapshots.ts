/**
 * What the suites tell of a mock, one requirement at a time: how many checks came out how, and every way in which it was put.
 *
 * @module
 */
import { proofDocuments } from '../../../cli/prove/documents.ts';
import { faultNames, faults } from '../../../mock/faults/faults.ts';
import { requirementIds, type RequirementId } from '../../../spec/catalogue/catalogue.ts';
import type { Contract } from '../../../spec/contract.ts';
import { bundledDocument, loadContract } from '../../../spec/load.ts';
import { groupBy } from '../../../suites/engine/group.ts';
import type { JudgedCheck } from '../../../suites/engine/judge.ts';
import type { Finding } from '../../../suites/engine/session.ts';
import { referenceRun } from '../../../cli/prove/reference-run.ts';
import { needsSockets } from '../../../cli/prove/trial.ts';
import { sessionFor, stillMock } from '../../support/in-process.ts';

/** What is told of one requirement of one mock, under a heading. */
export interface Telling {
  readonly requirement: RequirementId;
  /** The name of the golden file that holds it, without its ending. */
  readonly page: string;
  /** By which documents it may be told; of several the first by which a check fails. */
  readonly by: readonly Contract[];
  readonly fault?: string;
}

/** The documents of the package, by which every fault is seen. */
export const documents: readonly Contract[] = [await loadContract(bundledDocument), ...proofDocuments()];

/** Of every requirement with the sound mock of each document. */
const sound: readonly Telling[] = documents.flatMap((contract) =>
  requirementIds.map((requirement) => ({
    requirement,
    page: `sound ${contract.title}`.toLowerCase().replaceAll(' ', '-'),
    by: [contract],
  })),
);

/** Of every requirement that a fault is said to break, fault by fault; without those that show over sockets alone. */
const broken: readonly Telling[] = faultNames
  .filter((fault) => !needsSockets(fault))
  .flatMap((fault) => {
    const { breaks, also = [] } = faults[fault]!;
    return [...new Set([...breaks, ...also])].map((requirement) => ({
      requirement,
      page: `broken-${requirement.split('/')[0]}`,
      by: documents,
      fault,
    }));
  });

export const tellings: readonly Telling[] = [...sound, ...broken];

export const titleOf = ({ requirement, fault }: Telling) => `## ${requirement}${fault === undefined ? '' : ` with ${fault}`}`;

/** The heading and what is told below it, without an empty line at its end. */
export async function told(telling: Telling): Promise<string> {
  for (const contract of telling.by) {
    const { checks, reason } = await found(contract, telling);
    const last = contract === telling.by.at(-1);
    if (!last && checks.every(({ outcome }) => outcome !== 'fail')) continue;
    const heading = telling.by.length > 1 ? `${titleOf(telling)}, by ${contract.title}` : titleOf(telling);
    return [heading, ...(reason === undefined ? [] : [reason]), ...ways(checks)].join('\n');
  }
  throw new Error('there is no document');
}

async function found(contract: Contract, { requirement, fault }: Telling): Promise<Finding> {
  if (fault !== undefined) return sessionFor(stillMock(contract, { faults: [fault] }), { only: [requirement] }).judge(requirement);
  const { findings } = await referenceRun(contract);
  return findings.find((finding) => finding.requirement === requirement)!;
}

/** Every way in which checks came out, by code and place, and how many did. Words are not part of it. */
export function ways(checks: readonly JudgedCheck[]): readonly string[] {
  const alike = groupBy(checks, ({ outcome, where, reason, mismatch, cause }) =>
    [outcome, mismatch?.code ?? cause?.code ?? reason, where && `at ${where}`].filter((part) => part !== undefined).join(' | '),
  );
  return [...alike].map(([way, some]) => `${some.length} ${way}`);
}

import { faultNames } from '../../mock/faults/faults.ts';
import { variantNames } from '../../mock/variants/variants.ts';
import type { RequirementId } from '../../spec/catalogue/catalogue.ts';
import type { Contract } from '../../spec/contract.ts';
import type { ProofConditions } from './counts.ts';
import { startCrew, type Crew } from './crew.ts';
import { faultRow, type FaultRow } from './fault-row.ts';
import { sound, type TrialDifference, type Trial } from './trial.ts';
import { variantRow, type VariantRow } from './variant-row.ts';

/** A document, and what the sound mock of it was found to do. */
export interface ProvedDocument {
  readonly title: string;
  /** How many requirements were decided. */
  readonly decided: number;
  /** What turned red, or stayed open, although nothing was broken. */
  readonly falseAlarms: readonly string[];
}

export interface KillMatrix {
  /** Whether every fault has to show and every requirement has to be broken. */
  readonly whole: boolean;
  readonly documents: readonly ProvedDocument[];
  readonly faults: readonly FaultRow[];
  readonly variants: readonly VariantRow[];
  /** Requirements that were decided and that no fault was seen to turn red; empty where not all faults were tried. */
  readonly unproved: readonly RequirementId[];
  readonly proved: boolean;
  /** How many mocks were tried, how many requests they answered without sockets, and how many workers asked them. */
  readonly trials: number;
  readonly requests: number;
  readonly workers: number;
  readonly measured?: ProofConditions;
}

/** What is proved, and how much of it. */
export interface Proposal {
  /** The documents that mocks are made of; a fault is tried on the first where it shows. */
  readonly contracts: readonly Contract[];
  /** Whether every fault has to show on one of them, and every requirement has to be broken: so it is with the documents of the package. */
  readonly whole: boolean;
  readonly faults?: readonly string[];
  readonly variants?: readonly string[];
}

/** A document and its sound trial. */
export interface Ground {
  readonly index: number;
  readonly title: string;
  readonly good: Trial;
}

/** Runs the catalogue against the sound mock of each document, against each fault and each variant. */
export async function killMatrix(proposal: Proposal, onDone: (done: number) => void = () => {}): Promise<KillMatrix> {
  const { contracts, whole, faults = faultNames, variants = variantNames } = proposal;
  const grounds: Ground[] = [];
  for (const [index, contract] of contracts.entries()) grounds.push({ index, title: contract.title, good: await sound(contract) });
  const crew = startCrew(contracts, faults.length + variants.length);
  let tried = grounds.length;
  let requests = grounds.reduce((sum, { good }) => sum + good.requests, 0);
  const counting: Crew['try'] = async (document: number, difference: TrialDifference) => {
    const trial = await crew.try(document, difference);
    tried += 1;
    requests += trial.requests;
    return trial;
  };
  let done = 0;
  const ticked = async <Row>(row: Promise<Row>): Promise<Row> => {
    const finished = await row;
    onDone((done += 1));
    return finished;
  };
  try {
    const [faultRows, variantRows] = await Promise.all([
      Promise.all(faults.map((name) => ticked(faultRow(name, grounds, counting)))),
      Promise.all(variants.map((name) => ticked(variantRow(name, grounds, counting)))),
    ]);
    const documents = grounds.map(({ title, good }) => ({ title, decided: good.decided.size, falseAlarms: alarmsOf(good) }));
    const unproved = faults.length < faultNames.length ? [] : unbroken(grounds, faultRows);
    const failing = whole ? ['survived', 'excess', 'short', 'void', 'not-applicable'] : ['survived', 'excess'];
    const proved =
      documents.every(({ falseAlarms }) => falseAlarms.length === 0) &&
      variantRows.every(({ fate }) => fate !== 'alarm') &&
      faultRows.every(({ fate }) => !failing.includes(fate)) &&
      !(whole && unproved.length > 0);
    return { whole, documents, faults: faultRows, variants: variantRows, unproved, proved, trials: tried, requests, workers: crew.size };
  } finally {
    await crew.dismiss();
  }
}

const alarmsOf = ({ red, undecided }: Trial) => [
  ...[...red].map((id) => `${id} failed`),
  ...undecided.map(({ id, reason }) => `${id}: ${reason}`),
];

function unbroken(grounds: readonly Ground[], rows: readonly FaultRow[]): readonly RequirementId[] {
  const seen = new Set(rows.flatMap(({ red }) => red));
  return [...new Set(grounds.flatMap(({ good }) => [...good.decided]))].filter((id) => !seen.has(id));
}

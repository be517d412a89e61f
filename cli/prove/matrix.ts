import { faultNames } from '../../mock/faults/faults.ts';
import { variantNames } from '../../mock/variants/variants.ts';
import type { RequirementId } from '../../spec/catalogue/catalogue.ts';
import { clientRows, isProvedClient } from './clients/client-rows.ts';
import { faultRow } from './fault-row.ts';
import type { Attempt, FaultRow, KillMatrix, Proposal, TestedDocument, Trial } from './kill-matrix.ts';
import { variantRow } from './variant-row.ts';
import { startWorkers } from './workers.ts';

/** Runs the catalogue against the conformant mock of each document, each fault and each variant. */
export async function killMatrix(proposal: Proposal, onDone: (done: number) => void = () => {}): Promise<KillMatrix> {
  const { contracts, whole, faults = faultNames, variants = variantNames, clients = [] } = proposal;
  const workers = startWorkers(contracts, faults.length + variants.length);
  let trials = 0;
  let requests = 0;
  const attempt: Attempt = async (document, difference) => {
    const trial = await workers.try(document, difference);
    trials += 1;
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
    const tested = await Promise.all(
      contracts.map(async ({ title }, index): Promise<TestedDocument> => ({ index, title, good: await attempt(index, {}) })),
    );
    const [faultRows, variantRows, ofClients] = await Promise.all([
      Promise.all(faults.map((name) => ticked(faultRow(name, tested, attempt)))),
      Promise.all(variants.map((name) => ticked(variantRow(name, tested, attempt)))),
      clientRows(clients, contracts, () => onDone((done += 1))),
    ]);
    const documents = tested.map(({ title, good }) => ({ title, decided: good.decided.size, falseAlarms: alarmsOf(good) }));
    const unproved = faults.length < faultNames.length ? [] : unbroken(tested, faultRows);
    const failing = whole ? ['survived', 'excess', 'short', 'void', 'not-applicable'] : ['survived', 'excess'];
    const proved =
      documents.every(({ falseAlarms }) => falseAlarms.length === 0) &&
      variantRows.every(({ fate }) => fate !== 'alarm') &&
      ofClients.every((row) => isProvedClient(row, whole)) &&
      faultRows.every(({ fate }) => !failing.includes(fate)) &&
      !(whole && unproved.length > 0);
    return {
      whole,
      documents,
      faults: faultRows,
      variants: variantRows,
      clients: ofClients,
      unproved,
      proved,
      trials,
      requests,
      workers: workers.size,
    };
  } finally {
    await workers.dismiss();
  }
}

const alarmsOf = ({ red, undecided }: Trial) => [
  ...[...red].map((id) => `${id} failed`),
  ...undecided.map(({ id, reason }) => `${id}: ${reason}`),
];

function unbroken(documents: readonly TestedDocument[], rows: readonly FaultRow[]): readonly RequirementId[] {
  const seen = new Set(rows.flatMap(({ red }) => red));
  return [...new Set(documents.flatMap(({ good }) => [...good.decided]))].filter((id) => !seen.has(id));
}

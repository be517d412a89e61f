import { faultNames, faults } from '../../mock/faults/faults.ts';
import type { RequirementId } from '../../spec/catalogue/catalogue.ts';
import type { Contract } from '../../spec/contract.ts';
import { gather, type Crew } from './crew.ts';
import { sound, type Trial } from './trial.ts';

/**
 * What became of a fault: `killed` exactly, `survived` though it breaks something that applies, `excess` where more turned red than it
 * names, `not-applicable` where the document promises nothing that it breaks.
 */
export type Fate = 'killed' | 'survived' | 'excess' | 'not-applicable';

export interface FaultRow {
  readonly fault: string;
  readonly says: string;
  readonly fate: Fate;
  /** What it breaks and the document promises. */
  readonly expected: readonly RequirementId[];
  readonly red: readonly RequirementId[];
  readonly missed: readonly RequirementId[];
  readonly excess: readonly RequirementId[];
}

export interface KillMatrix {
  /** What turned red, or stayed open, although nothing was broken. */
  readonly falseAlarms: readonly string[];
  readonly faults: readonly FaultRow[];
  /** Requirements that apply and that no fault was seen to turn red. */
  readonly unproved: readonly RequirementId[];
  readonly proved: boolean;
}

/** Runs the catalogue against the sound mock and against each fault. */
export async function killMatrix(
  contract: Contract,
  names: readonly string[] = faultNames,
  onFault: (done: number) => void = () => {},
): Promise<KillMatrix> {
  const good = await sound(contract);
  const crew = gather(contract, names.length);
  let done = 0;
  const rowFor = async (name: string) => {
    const row = await rowOf(crew, name, good);
    done += 1;
    onFault(done);
    return row;
  };
  let rows: readonly FaultRow[];
  try {
    rows = await Promise.all(names.map(rowFor));
  } finally {
    await crew.dismiss();
  }
  const seen = new Set(rows.flatMap(({ red }) => red));
  const unproved = names.length === faultNames.length ? [...good.decided].filter((id) => !seen.has(id)) : [];
  const falseAlarms = [...[...good.red].map((id) => `${id} failed`), ...good.undecided.map(({ id, reason }) => `${id}: ${reason}`)];
  const proved =
    falseAlarms.length === 0 && unproved.length === 0 && rows.every(({ fate }) => fate === 'killed' || fate === 'not-applicable');
  return { falseAlarms, faults: rows, unproved, proved };
}

async function rowOf(crew: Crew, fault: string, good: Trial): Promise<FaultRow> {
  const { breaks, also = [], says } = faults[fault]!;
  const expected = breaks.filter((id) => good.decided.has(id));
  const row = { fault, says, expected };
  if (expected.length === 0) return { ...row, fate: 'not-applicable', red: [], missed: [], excess: [] };
  const { red } = await crew.try(fault);
  const named = new Set<RequirementId>([...breaks, ...also]);
  const missed = expected.filter((id) => !red.has(id));
  const excess = [...red].filter((id) => !named.has(id));
  return { ...row, fate: missed.length > 0 ? 'survived' : excess.length > 0 ? 'excess' : 'killed', red: [...red], missed, excess };
}

import { faults } from '../../mock/faults/faults.ts';
import type { RequirementId } from '../../spec/catalogue/catalogue.ts';
import type { Crew } from './crew.ts';
import type { Ground } from './matrix.ts';

/**
 * What became of a fault: `killed` exactly, `survived` though it breaks something that applies, `excess` where more turned red than it
 * names, `void` where the mock answered every request as it does without it, `not-applicable` where no document promises anything that
 * it breaks.
 */
export type Fate = 'killed' | 'survived' | 'excess' | 'void' | 'not-applicable';

export interface FaultRow {
  readonly fault: string;
  readonly says: string;
  readonly fate: Fate;
  /** The title of the document that decided; absent where the fault applies to none. */
  readonly document?: string;
  /** What it breaks and the document promises. */
  readonly expected: readonly RequirementId[];
  readonly red: readonly RequirementId[];
  readonly missed: readonly RequirementId[];
  readonly excess: readonly RequirementId[];
}

/** Tries a fault on one document after the other, until it changes something. */
export async function faultRow(fault: string, grounds: readonly Ground[], attempt: Crew['try']): Promise<FaultRow> {
  const { breaks, also = [], says } = faults[fault]!;
  const named = new Set<RequirementId>([...breaks, ...also]);
  let last: FaultRow = { fault, says, fate: 'not-applicable', expected: [], red: [], missed: [], excess: [] };
  for (const { index, title, good } of grounds) {
    const expected = breaks.filter((id) => good.decided.has(id));
    if (expected.length === 0) continue;
    const { red: found, transcript } = await attempt(index, { fault });
    const red = [...found];
    const row = { fault, says, document: title, expected, red };
    if (transcript !== undefined && transcript === good.transcript) {
      last = { ...row, fate: 'void', red: [], missed: [], excess: [] };
      continue;
    }
    const missed = expected.filter((id) => !found.has(id));
    const excess = red.filter((id) => !named.has(id));
    return { ...row, fate: missed.length > 0 ? 'survived' : excess.length > 0 ? 'excess' : 'killed', missed, excess };
  }
  return last;
}

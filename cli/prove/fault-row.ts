import { faults } from '../../mock/faults/faults.ts';
import type { Fault } from '../../mock/faults/fault.ts';
import type { RequirementId } from '../../spec/catalogue/catalogue.ts';
import type { Crew } from './crew.ts';
import type { Ground } from './matrix.ts';

/**
 * What became of a fault: `killed` exactly, `survived` though it breaks something that applies, `excess` where more turned red than it
 * names, `short` where what it breaks turned red and not all that it names besides, `void` where the mock answered every request as it does
 * without it, `not-applicable` where no document promises anything that it breaks.
 */
export type Fate = 'killed' | 'survived' | 'excess' | 'short' | 'void' | 'not-applicable';

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
  /** What it names as bound to be broken besides, and turned red by no document. */
  readonly spared: readonly RequirementId[];
}

/** What a fault says of itself. */
export type Claims = Pick<Fault, 'breaks' | 'also' | 'description'>;

const nothing = { red: [], missed: [], excess: [], spared: [] } as const;

/**
 * Tries a fault on one document after the other, until it changes something. What it is bound to break besides, and did not break there, is
 * looked for on the others that promise it.
 */
export async function faultRow(
  fault: string,
  grounds: readonly Ground[],
  attempt: Crew['try'],
  claims: Claims = faults[fault]!,
): Promise<FaultRow> {
  const { breaks, also = [], description: says } = claims;
  const named = new Set<RequirementId>([...breaks, ...also]);
  const tried = new Set<Ground>();
  let last: FaultRow = { fault, says, fate: 'not-applicable', expected: [], ...nothing };
  for (const ground of grounds) {
    const { index, title, good } = ground;
    const expected = breaks.filter((id) => good.decided.has(id));
    if (expected.length === 0) continue;
    const { red: found, transcript } = await attempt(index, { fault });
    tried.add(ground);
    const row = { fault, says, document: title, expected };
    if (transcript !== undefined && transcript === good.transcript) {
      last = { ...row, fate: 'void', ...nothing };
      continue;
    }
    const missed = expected.filter((id) => !found.has(id));
    const excess = [...found].filter((id) => !named.has(id));
    const promised = also.filter((id) => !found.has(id) && grounds.some((any) => any.good.decided.has(id)));
    const others = grounds.filter((any) => !tried.has(any));
    const spared = missed.length + excess.length > 0 ? [] : await notRedOn(fault, promised, others, attempt);
    const fate = missed.length > 0 ? 'survived' : excess.length > 0 ? 'excess' : spared.length > 0 ? 'short' : 'killed';
    return { ...row, fate, red: [...found], missed, excess, spared };
  }
  return last;
}

/** Those of some requirements that a fault turns red by none of these documents; only documents are tried that promise one that is left. */
async function notRedOn(
  fault: string,
  requirements: readonly RequirementId[],
  grounds: readonly Ground[],
  attempt: Crew['try'],
): Promise<readonly RequirementId[]> {
  let left = requirements;
  for (const { index, good } of grounds) {
    if (!left.some((id) => good.decided.has(id))) continue;
    const { red } = await attempt(index, { fault });
    left = left.filter((id) => !red.has(id));
  }
  return left;
}

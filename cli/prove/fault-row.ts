import { faults } from '../../mock/faults/faults.ts';
import type { RequirementId } from '../../spec/catalogue/catalogue.ts';
import type { Attempt, FaultClaims, FaultRow, TestedDocument } from './kill-matrix.ts';

const nothing = { red: [], missed: [], excess: [], spared: [] } as const;

/**
 * Tries a fault on one document after the other until it changes a response. Requirements in its `also` that did not fail there are looked for
 * on the other documents.
 */
export async function faultRow(
  fault: string,
  documents: readonly TestedDocument[],
  attempt: Attempt,
  claims: FaultClaims = faults[fault]!,
): Promise<FaultRow> {
  const { breaks, also = [], description } = claims;
  const named = new Set<RequirementId>([...breaks, ...also]);
  const tried = new Set<TestedDocument>();
  let last: FaultRow = { fault, description, fate: 'not-applicable', expected: [], ...nothing };
  for (const ground of documents) {
    const { index, title, good } = ground;
    const expected = breaks.filter((id) => good.decided.has(id));
    if (expected.length === 0) continue;
    const { red: found, differs } = await attempt(index, { fault });
    tried.add(ground);
    const row = { fault, description, document: title, expected };
    if (!differs) {
      last = { ...row, fate: 'void', ...nothing };
      continue;
    }
    const missed = expected.filter((id) => !found.has(id));
    const excess = [...found].filter((id) => !named.has(id));
    const declared = also.filter((id) => !found.has(id) && documents.some((any) => any.good.decided.has(id)));
    const others = documents.filter((any) => !tried.has(any));
    const spared = missed.length + excess.length > 0 ? [] : await notRedOn(fault, declared, others, attempt);
    const fate = missed.length > 0 ? 'survived' : excess.length > 0 ? 'excess' : spared.length > 0 ? 'short' : 'killed';
    return { ...row, fate, red: [...found], missed, excess, spared };
  }
  return last;
}

/** The requirements that a fault makes fail on none of these documents. Documents without any of them are not tried. */
async function notRedOn(
  fault: string,
  requirements: readonly RequirementId[],
  documents: readonly TestedDocument[],
  attempt: Attempt,
): Promise<readonly RequirementId[]> {
  let left = requirements;
  for (const { index, good } of documents) {
    if (!left.some((id) => good.decided.has(id))) continue;
    const { red } = await attempt(index, { fault });
    left = left.filter((id) => !red.has(id));
  }
  return left;
}

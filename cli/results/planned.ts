import type { Level, Requirement } from '../../spec/catalogue/requirement.ts';
import type { Contract, Operation } from '../../spec/contract.ts';
import { defined } from '../../spec/defined.ts';
import { nearestPlace } from '../../spec/loading/source-location.ts';
import type { GatheredRequirement } from '../../reporters/gathering/input.ts';
import { referenceOf, referencesIn } from '../explain/reference.ts';

/** A requirement of the catalogue for a result: with its guidance, and its place in the document, for the operation that violated it if one did. */
export function plannedRequirement(
  id: string,
  requirement: Requirement,
  level: Level,
  contract: Contract,
  violatedBy?: Operation,
): GatheredRequirement {
  const { topic, score, critical, title, demand, basis, why, failure, fix, references } = requirement;
  const standards = basis.kind === 'contract' ? [] : referencesIn(basis.reference);
  const known = new Set(standards.map(({ name }) => name));
  return {
    id,
    topic,
    level,
    score,
    severity: critical ? 'critical' : 'normal',
    title,
    demand,
    basis: basis.kind === 'contract' ? placeOf(basis.pointer(contract, violatedBy), contract) : basis,
    guidance: { why, failure, fix, references: [...standards, ...references.filter((name) => !known.has(name)).map(referenceOf)] },
  };
}

/** The location of a requirement in the document. */
function placeOf(pointer: string, contract: Contract): GatheredRequirement['basis'] {
  const { file, line, column } = nearestPlace(pointer, contract);
  return defined({ kind: 'contract', pointer, file, line, column });
}

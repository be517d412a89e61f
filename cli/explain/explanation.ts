import { faultNames, faults } from '../../mock/faults/faults.ts';
import { catalogue, type RequirementId } from '../../spec/catalogue/catalogue.ts';
import type { Guidance, Level, Topic } from '../../spec/catalogue/requirement.ts';
import type { Contract } from '../../spec/contract.ts';
import { defined } from '../../spec/defined.ts';
import { checks } from '../../suites/topics/checks.ts';
import { checkId } from '../../suites/engine/judge.ts';
import { levelOf } from '../../suites/engine/schedule.ts';
import type { Permission } from '../../suites/engine/settings.ts';
import { checkParts, type CheckPart } from './check-part.ts';
import { referenceOf, type StandardReference } from './reference.ts';
import { rehearse, type Rehearsal } from './rehearsal.ts';
import { requirementSource, type RequirementSource } from './source.ts';

/** A fault of the mock that turns a requirement red; `also`: it is bound to, while made to break another. */
export interface BreakingFault {
  readonly name: string;
  readonly says: string;
  readonly also: boolean;
}

/** A single check. `shot`: what it takes, where the document's own principals come to it. */
export interface CheckExplanation {
  readonly id: string;
  readonly parts: readonly CheckPart[];
  readonly shot?: { readonly requests: number; readonly permissions?: readonly Permission[]; readonly waits?: number };
}

/** Everything that there is to say about a requirement and one document. Plain data. */
export interface Explanation extends Omit<Guidance, 'references'> {
  readonly id: RequirementId;
  readonly topic: Topic;
  /** As this document holds it: what it lists as assumed is at most SHOULD. */
  readonly level: Level;
  readonly score: 'contract' | 'standards';
  readonly severity: 'normal' | 'critical';
  readonly says: string;
  readonly source: RequirementSource;
  readonly references: readonly StandardReference[];
  /** What sends the requests: a scene, or all of them. */
  readonly scene: { readonly name: string; readonly says: string };
  /** Whether a pass needs a good credential that the same operation serves. */
  readonly control: boolean;
  readonly cost: Omit<Rehearsal, 'shots' | 'excluded'> & { readonly checks: number };
  /** Why the document does not promise it, where it does not. */
  readonly excluded?: string;
  readonly faults: readonly BreakingFault[];
  /** The parts of a check's id, where one was asked for. */
  readonly check?: CheckExplanation;
}

/**
 * Explains a requirement as a document makes it, or a check of it.
 *
 * @param parts - what the id of a check has behind the requirement's, decoded; empty for the requirement itself
 * @throws {Failure} where the parts are those of no check
 */
export function explanationOf(id: RequirementId, contract: Contract, parts: readonly string[] = []): Explanation {
  const { topic, score, critical, demand: says, why, checked, fair, failure, fix, references } = catalogue[id];
  const { scenario, control } = checks[id];
  const rehearsal = rehearse(id, contract);
  const { shots: cases, excluded, ...cost } = rehearsal;
  return {
    id,
    topic,
    level: levelOf(id, contract),
    score,
    severity: critical ? 'critical' : 'normal',
    says,
    why,
    source: requirementSource(id, contract),
    references: references.map(referenceOf),
    scene: { name: scenario.name, says: scenario.description },
    checked,
    control: control === 'required',
    ...(fair !== undefined && { fair }),
    cost: { checks: cases.length, ...cost },
    ...(excluded !== undefined && { excluded }),
    failure,
    fix,
    faults: breaking(id),
    ...(parts.length > 0 && { check: checkOf(id, parts, contract, rehearsal) }),
  };
}

function checkOf(id: RequirementId, parts: readonly string[], contract: Contract, rehearsal: Rehearsal): CheckExplanation {
  const name = [id, ...parts.map(encodeURIComponent)].join('/');
  const testCase = rehearsal.shots.find((candidate) => candidate.blocked === undefined && checkId(id, candidate) === name);
  return {
    id: name,
    parts: checkParts(id, parts, contract, rehearsal.shots),
    ...(testCase && {
      shot: defined({ requests: testCase.cost, permissions: testCase.permissions, waits: testCase.waits }),
    }),
  };
}

/** Those that are made to break it first. */
function breaking(id: RequirementId): readonly BreakingFault[] {
  const found = faultNames.flatMap((name): readonly BreakingFault[] => {
    const { breaks, also = [], description: says } = faults[name]!;
    if (breaks.includes(id)) return [{ name, says, also: false }];
    return also.includes(id) ? [{ name, says, also: true }] : [];
  });
  return found.toSorted((one, other) => Number(one.also) - Number(other.also));
}

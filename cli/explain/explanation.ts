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

/** A fault of the mock that makes a requirement fail. `also`: as a side effect. */
export interface BreakingFault {
  readonly name: string;
  readonly description: string;
  readonly also: boolean;
}

/** A single check. `cost` is present if the document's own principals can make the check. */
export interface CheckExplanation {
  readonly id: string;
  readonly parts: readonly CheckPart[];
  readonly cost?: { readonly requests: number; readonly permissions?: readonly Permission[]; readonly waits?: number };
}

/** A requirement applied to one document. Plain data. */
export interface Explanation extends Omit<Guidance, 'references'> {
  readonly id: RequirementId;
  readonly topic: Topic;
  /** The level for this document; a requirement based on an assumption is at most SHOULD. */
  readonly level: Level;
  readonly score: 'contract' | 'standards';
  readonly severity: 'normal' | 'critical';
  readonly demand: string;
  readonly source: RequirementSource;
  readonly references: readonly StandardReference[];
  /** The scenario that sends the requests; `passive` judges the exchanges of all scenarios. */
  readonly scenario: { readonly name: string; readonly description: string };
  /** Whether a pass needs a control: the same operation succeeds with a valid credential. */
  readonly control: boolean;
  readonly cost: Omit<Rehearsal, 'cases' | 'excluded'> & { readonly checks: number };
  /** Why it does not apply to the document, if it does not. */
  readonly excluded?: string;
  readonly faults: readonly BreakingFault[];
  /** The check, if the id names one. */
  readonly check?: CheckExplanation;
}

/**
 * Explains a requirement for a document, or one check of it.
 *
 * @param parts - the parts of the check's id after the requirement's id, decoded; empty for the requirement itself
 * @throws {CommandFailure} if the parts do not form a check's id
 */
export function explanationOf(id: RequirementId, contract: Contract, parts: readonly string[] = []): Explanation {
  const { topic, score, critical, demand, why, checked, fair, failure, fix, references } = catalogue[id];
  const { scenario, control } = checks[id];
  const rehearsal = rehearse(id, contract);
  const { cases, excluded, ...cost } = rehearsal;
  return {
    id,
    topic,
    level: levelOf(id, contract),
    score,
    severity: critical ? 'critical' : 'normal',
    demand,
    why,
    source: requirementSource(id, contract),
    references: references.map(referenceOf),
    scenario: { name: scenario.name, description: scenario.description },
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
  const testCase = rehearsal.cases.find((candidate) => candidate.blocked === undefined && checkId(id, candidate) === name);
  return {
    id: name,
    parts: checkParts(id, parts, contract, rehearsal.cases),
    ...(testCase && {
      cost: defined({ requests: testCase.cost, permissions: testCase.permissions, waits: testCase.waits }),
    }),
  };
}

/** The faults that break a requirement, side effects last. */
function breaking(id: RequirementId): readonly BreakingFault[] {
  const found = faultNames.flatMap((name): readonly BreakingFault[] => {
    const { breaks, also = [], description } = faults[name]!;
    if (breaks.includes(id)) return [{ name, description, also: false }];
    return also.includes(id) ? [{ name, description, also: true }] : [];
  });
  return found.toSorted((one, other) => Number(one.also) - Number(other.also));
}

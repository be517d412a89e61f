import type { Case } from './evidence.ts';
import { caseKey } from './evidence.ts';
import { checks } from '../topics/checks.ts';
import { checkId } from './judge.ts';
import { effortOf, type PlannedRequirement, type PlannedScenario, type Schedule } from './schedule.ts';

/**
 * The part of a schedule that a single check needs: its requirement, its case, and its scenario with that case alone. A check of all exchanges of
 * a scenario keeps the whole scenario.
 *
 * @param id - of the check; nothing is left if no such check is planned
 */
export function narrowed(planned: Schedule, id: string): Schedule {
  const requirements = planned.requirements.flatMap((requirement) => withOnly(requirement, id));
  const [requirement] = requirements;
  const [testCase] = requirement?.cases ?? [];
  const scenarios = requirement && testCase ? planned.scenarios.flatMap((scenario) => playedFor(scenario, requirement, testCase)) : [];
  return { requirements, scenarios, ...effortOf(scenarios) };
}

function withOnly(requirement: PlannedRequirement, id: string): readonly PlannedRequirement[] {
  const cases = requirement.cases.filter((testCase) => checkId(requirement.id, testCase) === id);
  return cases.length === 0 ? [] : [{ ...requirement, cases }];
}

function playedFor(scenario: PlannedScenario, { id }: PlannedRequirement, testCase: Case): readonly PlannedScenario[] {
  const judged = checks[id].scenario;
  if (judged.kind === 'passive') return scenario.name === testCase.label ? [scenario] : [];
  if (judged.name !== scenario.name) return [];
  return [{ ...scenario, cases: scenario.cases.filter((one) => caseKey(one) === caseKey(testCase)) }];
}

import type { AnyScenario, PlannedCase } from '../../suites/engine/scenario.ts';
import { scenarioNamed } from '../../suites/topics/scenarios.ts';

/** The labels of the cases of a requirement, and their meaning. */
export interface CaseWords {
  readonly labels: readonly string[];
  /** Undefined if no case has such a label. */
  of(label: string): string | undefined;
}

/** Reads the labels of planned cases. */
export function caseWords(scenario: AnyScenario, cases: readonly PlannedCase[]): CaseWords {
  const words = new Map(cases.map((testCase) => [testCase.label, testCase.words]));
  return {
    labels: [...words.keys()].filter((label) => label !== undefined),
    of(label) {
      if (scenario.kind === 'passive') return exchangesOf(label);
      return words.get(label);
    },
  };
}

function exchangesOf(name: string): string | undefined {
  const scenario = scenarioNamed(name);
  return scenario && `all exchanges of the scenario ${name}. ${scenario.description}`;
}

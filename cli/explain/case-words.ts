import { labelOf } from '../../suites/engine/evidence.ts';
import type { AnyScenario, PlannedCase } from '../../suites/engine/scenario.ts';
import { isScenarioName, scenarios } from '../../suites/topics/scenarios.ts';
import { variantWords } from './variant.ts';

/** The labels of the cases of a requirement, and their meaning. */
export interface CaseWords {
  readonly labels: readonly string[];
  /** Undefined if no case has such a label. */
  of(label: string): string | undefined;
}

/** Reads the labels of planned cases. Addresses in labels come from a configuration: of such a label, only the first word must be known. */
export function caseWords(scenario: AnyScenario, cases: readonly PlannedCase[]): CaseWords {
  const words = new Map(cases.map((testCase) => [labelOf(testCase), testCase.words]));
  const beginnings = new Map([...words].flatMap(([label, text]) => (label?.includes(' ') ? [[firstWord(label), text] as const] : [])));
  return {
    labels: [...words.keys()].filter((label) => label !== undefined),
    of(label) {
      if (scenario.kind === 'passive') return isScenarioName(label) ? exchangesOf(label) : undefined;
      return words.get(label) ?? beginnings.get(firstWord(label)) ?? variantWords(scenario.name, label);
    },
  };
}

const firstWord = (label: string) => label.split(' ')[0]!;

const exchangesOf = (name: keyof typeof scenarios) => `all exchanges of the scenario ${name}. ${scenarios[name].description}`;

/**
 * What is missing from the hand-written traces, in sentences; nothing where they are complete.
 *
 * @module
 */
import { variants } from '../../mock/variants/variants.ts';
import type { FairReading, Section } from '../../scripts/generate/sources.ts';
import { catalogue, isRequirementId, requirementIds } from '../../spec/catalogue/catalogue.ts';
import type { Contract } from '../../spec/contract.ts';
import { checks } from '../../suites/topics/checks.ts';

/** Requirements that do not apply to the document need no statement. */
export const gapsInPromises = (sections: readonly Section[], contract: Contract): readonly string[] =>
  gapsIn(
    requirementIds.filter((id) => catalogue[id].score === 'contract' && checks[id].applies(contract) === true),
    sections,
  );

export const gapsInStandards = (sections: readonly Section[]): readonly string[] =>
  gapsIn(
    requirementIds.filter((id) => catalogue[id].score === 'standards'),
    sections,
  );

function gapsIn(expected: readonly string[], sections: readonly Section[]): readonly string[] {
  const statements = sections.flatMap((section) => section.statements);
  const traced = new Set(statements.flatMap(({ requirements = [] }) => requirements));
  return [
    ...statements
      .filter(({ requirements = [], unchecked }) => requirements.length === 0 && unchecked === undefined)
      .map(({ text }) => `no requirement and no reason: ${text}`),
    ...[...traced].filter((id) => !isRequirementId(id)).map((id) => `no such requirement: ${id}`),
    ...expected.filter((id) => !traced.has(id)).map((id) => `no statement for ${id}`),
  ];
}

/** Names in the list of accepted alternatives that do not exist. */
export const unknownIn = (readings: readonly FairReading[]): readonly string[] =>
  readings.flatMap(({ response, where, variant }) => [
    ...where.filter((id) => !isRequirementId(id)).map((id) => `${response}: no such requirement: ${id}`),
    ...(variant === undefined || Object.hasOwn(variants, variant) ? [] : [`${response}: no such variant: ${variant}`]),
  ]);

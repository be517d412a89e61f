/**
 * What must not be missing from the lists of which the project is made, as functions from a list to the gaps in it.
 *
 * @module
 */
import type { FaultRow } from '../../cli/prove/kill-matrix.ts';
import type { Fault } from '../../mock/faults/fault.ts';
import type { Check } from '../../suites/engine/check.ts';

/** Requirements that nothing checks. They are type errors too, unless the types are got round. */
export const withoutCheck = (ids: readonly string[], checks: { readonly [id: string]: Check | undefined }): readonly string[] =>
  ids.filter((id) => checks[id] === undefined);

/** Requirements that no fault is made to break; one that another fault breaks besides has none of its own. */
export function withoutFault(ids: readonly string[], faults: { readonly [name: string]: Pick<Fault, 'breaks'> }): readonly string[] {
  const broken = new Set<string>(Object.values(faults).flatMap(({ breaks }) => breaks));
  return ids.filter((id) => !broken.has(id));
}

/** Faults that did not turn red exactly what they name, in a sentence each. */
export const inexact = (rows: readonly FaultRow[]): readonly string[] =>
  rows
    .filter(({ fate }) => fate !== 'killed')
    .map(({ fault, fate, missed, excess, spared }) => [`${fault} is ${fate}`, ...missed, ...excess, ...spared].join(' '));

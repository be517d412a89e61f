import { isAbsolute, relative } from 'node:path';
import { catalogue, type RequirementId } from '../../spec/catalogue/catalogue.ts';
import { clientCatalogue, isClientRequirementId, type ClientRequirementId } from '../../spec/catalogue/client/client.ts';
import type { Contract, Place } from '../../spec/contract.ts';
import { nearestPlace } from '../../spec/loading/source-location.ts';
import { referencesIn, type StandardReference } from './reference.ts';

/** The source of a requirement: a location in the document, or standards. */
export type RequirementSource =
  | { readonly kind: 'contract'; readonly pointer: string; readonly location: string }
  | { readonly kind: 'standard' | 'practice'; readonly references: readonly StandardReference[] };

/** The source of a requirement in this document. */
export function requirementSource(id: RequirementId | ClientRequirementId, contract: Contract): RequirementSource {
  const { basis } = isClientRequirementId(id) ? clientCatalogue[id] : catalogue[id];
  if (basis.kind !== 'contract') return { kind: basis.kind, references: referencesIn(basis.reference) };
  const pointer = basis.pointer(contract);
  return { kind: 'contract', pointer, location: requirementLocation(nearestPlace(pointer, contract)) };
}

/** `openapi.yaml:41:20`, relative to the working directory. */
export function requirementLocation({ file, line, column }: Place): string {
  const inside = isAbsolute(file) ? relative(process.cwd(), file) : file;
  const name = inside.startsWith('..') ? file : inside;
  return [name, line, column].filter((part) => part !== undefined).join(':');
}

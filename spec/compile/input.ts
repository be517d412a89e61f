import type { Contract, JsonObject, Place } from '../contract.ts';
import type { Extension } from '../extension/schema.ts';

/** The input for all parts of the compilation. */
export interface Input {
  /** Bundled: it has only internal references. */
  readonly document: JsonObject;
  readonly version: Contract['openapi'];
  readonly extension: Extension;
  readonly place: (pointer: string) => Place;
}

import type { Contract, JsonObject, Place } from '../contract.ts';
import type { Extension } from '../extension/schema.ts';

/** What every part of the compilation reads. */
export interface Input {
  /** Bundled: every reference points inside it. */
  readonly document: JsonObject;
  readonly version: Contract['openapi'];
  readonly extension: Extension;
  readonly place: (pointer: string) => Place;
}

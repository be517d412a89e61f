import type { Json } from '../contract.ts';
import type { Origin, Origins } from './origin.ts';
import type { Read } from './read.ts';

/** A document after its overlays, and where its parts were written. */
export interface Overlaid {
  readonly document: Json | undefined;
  readonly origins: Origins;
}

export function applyOverlays(root: Origin, _overlays: readonly Read[]): Overlaid {
  return { document: root.parsed, origins: new Map([['', root]]) };
}

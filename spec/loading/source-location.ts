import type { Contract, Place } from '../contract.ts';

/** Where a pointer stands in the document: the place itself, or that of the nearest thing above it that is known. */
export function nearestPlace(pointer: string, { places, source }: Pick<Contract, 'places' | 'source'>): Place {
  for (let above = pointer; ; above = above.slice(0, above.lastIndexOf('/'))) {
    const place = places[above];
    if (place) return place;
    if (above === '') return { pointer: '', file: source };
  }
}

import type { Contract, Place } from '../contract.ts';

/** The location of a pointer, or of its nearest known parent. */
export function nearestPlace(pointer: string, { places, source }: Pick<Contract, 'places' | 'source'>): Place {
  for (let above = pointer; ; above = above.slice(0, above.lastIndexOf('/'))) {
    const place = places[above];
    if (place) return place;
    if (above === '') return { pointer: '', file: source };
  }
}

import type { PreflightResult } from '../result/result.ts';
import type { Actor } from '../engine/settings.ts';
import { warning } from './line.ts';

/** Principals that were given one secret: each is taken for somebody else by the checks, and is not. */
export function doubleLines(actors: readonly Actor[]): readonly PreflightResult[] {
  return actors.flatMap((actor, index) => {
    const twin = actors.slice(0, index).find((other) => other.secret === actor.secret && other.scheme === actor.scheme);
    if (!twin) return [];
    return warning(`principals/${actor.name}/secret`, {
      says: `${actor.name}: its secret is that of ${twin.name}`,
      configuration: `principals.${actor.name}.secret`,
      fix: 'give each principal a credential of its own, or leave one of them out',
    });
  });
}

import type { PreflightResult } from '../result/result.ts';
import type { Principal } from '../engine/settings.ts';
import { warning } from './line.ts';

/** Principals that were given one secret: each is taken for somebody else by the checks, and is not. */
export function duplicateLines(principals: readonly Principal[]): readonly PreflightResult[] {
  return principals.flatMap((principal, index) => {
    const twin = principals.slice(0, index).find((other) => other.secret === principal.secret && other.scheme === principal.scheme);
    if (!twin) return [];
    return warning(`principals/${principal.name}/secret`, {
      says: `${principal.name}: its secret is that of ${twin.name}`,
      configuration: `principals.${principal.name}.secret`,
      fix: 'give each principal a credential of its own, or leave one of them out',
    });
  });
}

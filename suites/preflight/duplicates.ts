import type { PreflightResult } from '../result/result.ts';
import type { Principal } from '../engine/settings.ts';
import { warning } from './line.ts';

/** Warns about principals with the same secret, which the checks would take for different principals. */
export function duplicateLines(principals: readonly Principal[]): readonly PreflightResult[] {
  return principals.flatMap((principal, index) => {
    const twin = principals.slice(0, index).find((other) => other.secret === principal.secret && other.scheme === principal.scheme);
    if (!twin) return [];
    return warning(`principals/${principal.name}/secret`, {
      message: `${principal.name}: has the same secret as ${twin.name}`,
      configuration: `principals.${principal.name}.secret`,
      fix: 'give each principal its own credential, or remove one of them',
    });
  });
}

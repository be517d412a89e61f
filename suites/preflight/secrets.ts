import { shortest } from '../redaction/needles.ts';
import { unprotectedSecrets, type SecretSettings } from '../redaction/configured.ts';
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

/** A warning for each secret and each password that is too short to be replaced in reports. */
export function shortSecretLines(settings: SecretSettings): readonly PreflightResult[] {
  return unprotectedSecrets(settings).map(({ name, at }) =>
    warning('secrets', {
      message: `${name}: has fewer than ${shortest} characters, so reports may contain it`,
      configuration: at,
      fix: 'use a longer secret for the tests',
    }),
  );
}

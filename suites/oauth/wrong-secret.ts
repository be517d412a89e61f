import { spoilings } from '../principals/credentials.ts';
import { variableOf, type Vault } from '../redaction/redactor.ts';
import type { OAuthClient } from '../engine/settings.ts';

/** The client's secret with its last character changed: as secret as what it was made from. */
export function wrongSecret(vault: Vault, { name, clientSecret = '' }: OAuthClient): string {
  const { spoil, shell } = spoilings['altered']!;
  const value = spoil(clientSecret);
  vault.add({ name: `${name}:altered`, value, shell: shell(`${variableOf(name)}_CLIENT_SECRET`) });
  return value;
}

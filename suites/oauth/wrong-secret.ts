import { alterations } from '../principals/credentials.ts';
import { variableOf, type Redactor } from '../redaction/redactor.ts';
import type { OAuthClient } from '../engine/settings.ts';

/** The client's secret with its last character changed. It is redacted like the secret itself. */
export function wrongSecret(redactor: Redactor, { name, clientSecret = '' }: OAuthClient): string {
  const { alter, shell } = alterations.altered;
  const value = alter(clientSecret);
  redactor.add({ name: `${name}:altered`, value, shell: shell(`${variableOf(name)}_CLIENT_SECRET`) });
  return value;
}

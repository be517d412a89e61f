import type { Operation } from '../../spec/contract.ts';
import type { PreflightResult } from '../result/result.ts';
import type { Principal } from '../engine/settings.ts';
import type { Sent } from '../http/target.ts';
import type { PreflightSender } from './sender.ts';
import { failure, warning } from './line.ts';

/** The problem with a call that the principal should be allowed to make; undefined if it succeeded. */
export function rejectedCallLine(
  { name, secret }: Principal,
  { id: operation }: Operation,
  sent: Sent,
  sender: PreflightSender,
): PreflightResult | undefined {
  const id = `principals/${name}`;
  const key = `principals.${name}`;
  const fail = (text: string, configuration: string, fix: string) => failure(id, { message: `${name}: ${text}`, configuration, fix });
  const source = sender.sourceOf(`${key}.secret`);
  // oxlint-disable-next-line no-control-regex
  if (sent.trouble && /[\u0000-\u0008\u000a-\u001f\u007f]/.test(secret)) {
    const fix = `check that ${source} is only the credential, in one line`;
    return fail('its secret contains a line break or another control character and cannot be sent', `${key}.secret`, fix);
  }
  if (sent.trouble) return fail(`${operation} got no response: ${sent.trouble.message}`, 'target', 'check that the server is reachable');
  const { status } = sent.reply!;
  if (status === 401) {
    const blank = secret === secret.trim() ? '' : '; it starts or ends with white space';
    const fix = `check that ${source} belongs to this environment and is complete, not expired and not revoked${blank}`;
    return fail(`its credential is not accepted: ${operation} returned 401`, `${key}.secret`, fix);
  }
  if (status === 403) {
    const fix = 'list the scopes granted to the credential; if it has an address allowlist, set from';
    return fail(`${operation} returned 403, although its scopes allow the operation`, `${key}.scopes`, fix);
  }
  if (status === 404) return fail(`${operation} returned 404`, 'target', 'check that the target includes the base path, such as /v1');
  if (status >= 500) return fail(`${operation} returned ${status}`, 'target', 'check that the server is up');
  if (status === 429) {
    const fix = 'use a credential that nothing else uses, or wait until its window ends';
    return warning(id, { message: `${name}: its quota is already spent`, configuration: `${key}.secret`, fix });
  }
  return status < 300 ? undefined : fail(`${operation} returned ${status}`, 'target', 'check that the target is the base URL of the API');
}

import type { Operation } from '../../spec/contract.ts';
import type { PreflightResult } from '../result/result.ts';
import type { Principal } from '../engine/settings.ts';
import type { Sent } from '../http/target.ts';
import type { PreflightSender } from './sender.ts';
import { failure, warning } from './line.ts';

/** What is wrong with the answer to a call that a principal is entitled to; undefined where nothing is. */
export function rejectedCallLine(
  { name, secret }: Principal,
  { id: operation }: Operation,
  sent: Sent,
  desk: PreflightSender,
): PreflightResult | undefined {
  const id = `principals/${name}`;
  const key = `principals.${name}`;
  const fail = (says: string, configuration: string, fix: string) => failure(id, { says: `${name}: ${says}`, configuration, fix });
  const source = desk.sourceOf(`${key}.secret`);
  // oxlint-disable-next-line no-control-regex
  if (sent.trouble && /[\u0000-\u0008\u000a-\u001f\u007f]/.test(secret)) {
    const fix = `is ${source} the credential alone, in one line?`;
    return fail('its secret holds a line break or another control character, which cannot be sent', `${key}.secret`, fix);
  }
  if (sent.trouble) return fail(`${operation} got no answer: ${sent.trouble.says}`, 'target', 'check that the server can be reached');
  const { status } = sent.reply!;
  if (status === 401) {
    const blank = secret === secret.trim() ? '' : ', or does it begin or end with white space, as this one does';
    const fix = `is ${source} of another environment, cut short, expired or revoked${blank}?`;
    return fail(`its credential is not accepted: ${operation} answered 401`, `${key}.secret`, fix);
  }
  if (status === 403) {
    const fix = 'list the scopes that the credential was granted; if it may only call from certain addresses, list them under from';
    return fail(`it is refused with 403 by ${operation}, which its scopes allow`, `${key}.scopes`, fix);
  }
  if (status === 404) return fail(`${operation} answered 404`, 'target', 'check that the target includes the base path, such as /v1');
  if (status >= 500) return fail(`${operation} answered ${status}`, 'target', 'check that the server is up');
  if (status === 429) {
    const fix = 'use a credential that nothing else uses, or wait until its window is over';
    return warning(id, { says: `${name}: its quota is spent already`, configuration: `${key}.secret`, fix });
  }
  return status < 300 ? undefined : fail(`${operation} answered ${status}`, 'target', 'check that the target is the base URL of the API');
}

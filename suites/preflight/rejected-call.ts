import type { Operation } from '../../spec/contract.ts';
import type { PreflightResult } from '../result/result.ts';
import type { Principal } from '../engine/settings.ts';
import { isSuccess } from '../engine/scenario-context.ts';
import type { Sent } from '../http/target.ts';
import { isOverLimit } from '../expectations/limiter.ts';
import type { PreflightSender } from './sender.ts';
import { failure, warning } from './line.ts';

/** Words that servers want in front of a key in a header, and that OpenAPI cannot describe for an `apiKey`. */
const keyPrefixes = ['Bearer', 'Token'] as const;

/** A response that rejects the credential or the caller. */
export const isRejection = ({ reply }: Sent): boolean => reply?.status === 401 || reply?.status === 403;

/** The prefix with which the server accepts a key that it rejects as it is; undefined if there is none. */
export async function acceptedPrefix(sender: PreflightSender, operation: Operation, principal: Principal): Promise<string | undefined> {
  const isKey = sender.principals.caller(principal, operation).credentials.some(({ scheme }) => scheme.kind === 'header');
  if (!isKey) return undefined;
  for (const prefix of keyPrefixes) {
    if (principal.secret.startsWith(`${prefix} `)) continue;
    if (isSuccess(await sender.call(operation, { ...principal, secret: `${prefix} ${principal.secret}` }))) return prefix;
  }
  return undefined;
}

/**
 * The problem with a call that the principal should be allowed to make; undefined if it succeeded.
 *
 * @param prefix - the prefix with which the server accepts the key, if it rejects it without
 */
export function rejectedCallLine(
  principal: Principal,
  called: Operation,
  sent: Sent,
  sender: PreflightSender,
  prefix?: string,
): PreflightResult | undefined {
  const { name, secret } = principal;
  const operation = called.id;
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
  if (prefix !== undefined) {
    const fix = `put "${prefix} " in front of the key in ${source}; if the document declares an http bearer scheme instead, leave it out`;
    return fail(`${operation} rejects its key with ${status}, and accepts it as "${prefix} KEY"`, `${key}.secret`, fix);
  }
  if (status === 401) {
    const doubled =
      /^bearer /i.test(secret) && sender.principals.caller(principal, called).credentials.some(({ scheme }) => scheme.kind === 'bearer');
    if (doubled) {
      const fix = `remove "Bearer " from ${source}: the run adds it, because the document declares an http bearer scheme`;
      return fail(`its secret begins with "Bearer ", so that ${operation} gets "Bearer Bearer …"`, `${key}.secret`, fix);
    }
    const blank = secret === secret.trim() ? '' : '; it starts or ends with white space';
    const fix = `check that ${source} belongs to this environment and is complete, not expired and not revoked${blank}`;
    return fail(`its credential is not accepted: ${operation} returned 401`, `${key}.secret`, fix);
  }
  if (isOverLimit(sender.contract, sent.reply!)) {
    const fix = 'use a credential that nothing else uses, or wait until its window ends';
    return warning(id, { message: `${name}: its quota is already spent`, configuration: `${key}.secret`, fix });
  }
  if (status === 403) {
    const fix = 'list the scopes granted to the credential; if it has an address allowlist, set from';
    return fail(`${operation} returned 403, although its scopes allow the operation`, `${key}.scopes`, fix);
  }
  if (status === 404) return fail(`${operation} returned 404`, 'target', 'check that the target includes the base path, such as /v1');
  if (status >= 500) return fail(`${operation} returned ${status}`, 'target', 'check that the server is up');
  return isSuccess(sent) || status < 300
    ? undefined
    : fail(`${operation} returned ${status}`, 'target', 'check that the target is the base URL of the API');
}

import type { Operation } from '../../spec/contract.ts';
import type { PreflightResult } from '../result/result.ts';
import type { PreflightSender } from './sender.ts';
import { passed, warning } from './line.ts';

/** Sends one plain HTTP request without a credential. */
export async function plainHttpLine({ settings, contract, call }: PreflightSender, operation: Operation): Promise<PreflightResult> {
  const { target, httpTarget, httpTargetGiven } = settings;
  const id = 'http-target';
  const { port, protocol } = new URL(target);
  if (protocol === 'http:') {
    if (!contract.secureOnly) return passed(id, 'the target itself uses plain HTTP');
    const message = 'the target uses plain HTTP, but the document allows only HTTPS: the requirements about TLS are not checked';
    return warning(id, { message, configuration: 'target', fix: 'use an https:// URL to check them' });
  }
  const { reply, trouble } = await call(operation, undefined, { channel: 'plain' });
  if (reply) return passed(id, `${httpTarget} returned ${reply.status}`);
  if (trouble!.kind !== 'refused' && trouble!.kind !== 'closed') {
    const fix = 'set it to the URL for plain HTTP; a closed port is fine';
    return warning(id, { message: `${httpTarget} neither responds nor rejects: ${trouble!.message}`, configuration: 'httpTarget', fix });
  }
  if (httpTargetGiven || port === '') return passed(id, `${httpTarget} is closed, which counts as rejecting plain HTTP`);
  const fix = 'set it to the URL for plain HTTP; if that port is closed, set it anyway, and the closed port counts as a rejection';
  return warning(id, { message: `nothing listens at the default ${httpTarget}`, configuration: 'httpTarget', fix });
}

import type { Operation } from '../../spec/contract.ts';
import type { PreflightResult } from '../result/result.ts';
import type { PreflightSender } from './sender.ts';
import { passed, warning } from './line.ts';

/** Where plain HTTP would be answered: asked once, without a credential. */
export async function plainHttpLine({ settings, contract, call }: PreflightSender, operation: Operation): Promise<PreflightResult> {
  const { target, httpTarget, httpTargetGiven } = settings;
  const id = 'http-target';
  const { port, protocol } = new URL(target);
  if (protocol === 'http:') {
    if (!contract.secureOnly) return passed(id, 'the target itself is plain HTTP');
    const fix = 'begin it with https://, or live with failures of transport';
    return warning(id, { says: 'the target is plain HTTP, which the document rules out', configuration: 'target', fix });
  }
  const { reply, trouble } = await call(operation, undefined, { channel: 'plain' });
  if (reply) return passed(id, `${httpTarget} answers ${reply.status}`);
  if (trouble!.kind !== 'refused' && trouble!.kind !== 'closed') {
    const fix = 'name where plain HTTP would be answered, if only by a closed port';
    return warning(id, { says: `${httpTarget} neither answers nor refuses: ${trouble!.says}`, configuration: 'httpTarget', fix });
  }
  if (httpTargetGiven || port === '') return passed(id, `${httpTarget} is closed, which counts as a refusal of plain HTTP`);
  const fix = 'name where plain HTTP would be answered; if that port is closed, name it all the same, and it counts as a refusal';
  return warning(id, { says: `nothing listens at ${httpTarget}, which is only a guess`, configuration: 'httpTarget', fix });
}

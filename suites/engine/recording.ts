/**
 * Exchanges as evidence, with every secret replaced.
 *
 * @module
 */
import type { Contract, Operation } from '../../spec/contract.ts';
import { isPem } from '../../spec/schemes/x509.ts';
import { isRejectedSuccess } from '../expectations/limiter.ts';
import { reportedQuota, targetSeconds } from '../expectations/quota.ts';
import { originFor, originsOf } from '../http/channel.ts';
import { withCommonHeaders } from '../http/request.ts';
import type { Call, Sent } from '../http/target.ts';
import type { Evidence, Role, Sample } from './evidence.ts';
import type { RunContext } from './scenario-context.ts';

interface Described extends Pick<Evidence, 'id' | 'scenario' | 'operation' | 'principal' | 'issued'> {
  readonly role: Role | undefined;
  readonly call: Call;
  readonly sent: Sent;
  /** Whether a browser sent it. */
  readonly browser?: boolean;
}

/** An exchange as evidence, with every secret replaced. */
export function recordedExchange(
  { settings, redactor, longBodies }: Pick<RunContext, 'settings' | 'redactor' | 'longBodies'>,
  { id, scenario, role, call, sent, principal, operation, issued, browser }: Described,
): Evidence {
  const origin = originFor(originsOf(settings), call);
  const clean = (lines: readonly string[]) => lines.map((line) => redactor.redact(line));
  const { reply, redirects, trouble, traceparent } = sent;
  return {
    id,
    scenario,
    role: role ?? 'probe',
    ...(principal !== undefined && { principal }),
    ...(operation !== undefined && { operation }),
    ...(issued && { issued }),
    startedAt: sent.startedAt,
    milliseconds: sent.milliseconds,
    connection: sent.connection,
    request: {
      method: call.method,
      url: redactor.redact(origin + call.target),
      headers: clean(withCommonHeaders(settings, call.headers)),
      ...(call.body !== undefined && { body: redactor.redact(call.body) }),
      ...(call.from !== undefined && { from: call.from }),
      ...(call.pieces !== undefined && { pieces: call.pieces }),
      ...(call.digest !== undefined && { digest: redactor.redact(call.digest) }),
      ...(call.certificate !== undefined && { certificate: certificateTag(call.certificate, redactor) }),
    },
    sent: browser ? 'browser' : call.level,
    ...(traceparent !== undefined && { traceparent }),
    ...(reply && { reply: { status: reply.status, headers: clean(reply.headers), ...longBodies.kept(reply) } }),
    ...(redirects && { redirects }),
    ...(trouble && { trouble: { ...trouble, message: redactor.redact(trouble.message) } }),
  };
}

/** The tag of a client certificate. One that the run made for itself becomes known here. */
function certificateTag(certificate: string, redactor: RunContext['redactor']): string {
  const redacted = redactor.redact(certificate);
  if (!isPem(redacted)) return redacted;
  redactor.add({ name: 'unknown:certificate', value: certificate, shell: '$UNKNOWN_CERTIFICATE' });
  return redactor.redact(certificate);
}

/** A response of a burst in one line. */
export function sampleOf(contract: Contract, operation: Operation, { reply, startedAt }: Pick<Sent, 'reply' | 'startedAt'>): Sample {
  const { limit, remaining, resetAt } = reportedQuota(contract, reply!);
  return {
    at: targetSeconds(reply!, startedAt / 1000),
    status: reply!.status,
    ...(isRejectedSuccess(operation, reply!) && { isRejected: true }),
    ...(limit !== undefined && { limit }),
    ...(remaining !== undefined && { remaining }),
    ...(resetAt !== undefined && { resetAt }),
  };
}

/** What came of a call of an operation, marked if it is the redirect that the operation documents as its success. */
export function sentFor({ success }: Operation, sent: Sent): Sent {
  const isRedirect = success.documented && success.status >= 300 && sent.reply?.status === success.status;
  return isRedirect ? { ...sent, redirects: true } : sent;
}

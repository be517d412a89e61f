/**
 * Checks the claims of the configuration about principals: scopes, revoked and expired credentials, allowlists.
 *
 * @module
 */
import type { Operation } from '../../spec/contract.ts';
import { inside } from '../principals/origin.ts';
import type { PreflightResult } from '../result/result.ts';
import { isScoped, operationsFor } from '../engine/scenario.ts';
import type { Principal } from '../engine/settings.ts';
import { isSuccess } from '../engine/scenario-context.ts';
import type { PreflightSender } from './sender.ts';
import { passed, warning } from './line.ts';
import { rejectedCallLine } from './rejected-call.ts';

/** The number of further calls for a principal's scopes. */
const most = 2;

/** Calls one safe operation for each scope of a principal, and one that its scopes do not allow. */
export async function provenScopes(sender: PreflightSender, principal: Principal, first: Operation): Promise<readonly PreflightResult[]> {
  const { principals } = sender;
  const safe = plainest(sender, principal);
  const needing = (scope: string, operation: Operation) =>
    isScoped(operation) &&
    principals.allows(principal, operation) &&
    !principals.allows({ ...principal, scopes: principal.scopes.filter((held) => held !== scope) }, operation);
  const opened = principal.scopes
    .filter((scope) => !needing(scope, first))
    .flatMap((scope) => safe.find((operation) => operation.id !== first.id && needing(scope, operation)) ?? []);
  const lines: PreflightResult[] = [];
  for (const operation of [...new Set(opened)].slice(0, most)) {
    const sent = await sender.call(operation, principal);
    // Other statuses are left to the checks.
    if (sent.reply?.status === 401 || sent.reply?.status === 403) lines.push(scoped(rejectedCallLine(principal, operation, sent, sender)!));
  }
  const closed = safe.find((operation) => isScoped(operation) && !principals.allows(principal, operation));
  if (!closed || !isSuccess(await sender.call(closed, principal))) return lines;
  const message = `${principal.name}: ${closed.id} accepts it, although its scopes ${principal.scopes.join(', ') || '(none)'} do not allow the operation`;
  const fix = 'list every scope granted to the credential; if the list is complete, the run will report a failure of the target';
  return [...lines, scoped(warning('', { message, configuration: `principals.${principal.name}.scopes`, fix }))];

  function scoped(line: PreflightResult): PreflightResult {
    return { ...line, id: `principals/${principal.name}/scopes` };
  }
}

/** Safe operations that accept a principal's kind of credential, those without a path parameter first. */
function plainest({ contract, principals }: PreflightSender, principal: Principal): readonly Operation[] {
  const taken = contract.operations.filter((operation) => operation.safe && !operation.public && principals.concerns(principal, operation));
  const rank = ({ path }: Operation) => Number(path.includes('{'));
  return taken.toSorted((one, other) => rank(one) - rank(other));
}

/** Checks that a revoked or expired credential is rejected. */
export async function inactiveLine(sender: PreflightSender, principal: Principal): Promise<PreflightResult> {
  const { name, state } = principal;
  const id = `principals/${name}`;
  const operation = await sender.firstClosed(operationsFor(sender, principal));
  if (!operation) return passed(id, `${name}: not tried, because it may call no safe operation`);
  const sent = await sender.call(operation, principal);
  if (!isSuccess(sent)) return passed(id, `${name}: is ${state}, and rejected${sent.reply ? ` with ${sent.reply.status}` : ''}`);
  const act = state === 'revoked' ? 'revoke it' : 'let it expire';
  return warning(id, {
    message: `${name}: ${operation.id} accepts it, although it should be ${state}`,
    configuration: `principals.${name}.state`,
    fix: `${act}, or remove state; if it is ${state}, the run will report a failure of the target`,
  });
}

/** Checks that a principal whose allowlist does not contain this machine is rejected. */
export async function addressLine(sender: PreflightSender, principal: Principal): Promise<PreflightResult> {
  const { name, from = [] } = principal;
  const id = `principals/${name}`;
  const operation = await sender.firstClosed(operationsFor(sender, principal));
  if (!operation) return passed(id, `${name}: not tried, because it may call no safe operation`);
  const sent = await sender.call(operation, principal);
  const { status } = sent.reply ?? {};
  if (status === 401 && !(await isAcceptedFromAllowlist(sender, principal, operation))) {
    const key = `principals.${name}.secret`;
    const fix = `check that ${sender.sourceOf(key)} belongs to this environment; if it does, the server rejects addresses with 401, like unknown credentials`;
    return warning(id, { message: `${name}: ${operation.id} returned 401 from outside its allowlist`, configuration: key, fix });
  }
  if (!isSuccess(sent))
    return passed(
      id,
      `${name}: rejected${status === undefined ? '' : ` with ${status}`}, because its allowlist ${from.join(', ')} does not contain this machine`,
    );
  return warning(id, {
    message: `${name}: ${operation.id} accepts it from this machine, although its allowlist ${from.join(', ')} should not contain this machine`,
    configuration: `principals.${name}.${principal.here === false ? 'here' : 'from'}`,
    fix: 'set from to the real allowlist of its account; if the allowlist contains this machine, add here: true',
  });
}

/** Whether a credential is accepted from an address of its allowlist that this machine has. */
async function isAcceptedFromAllowlist(sender: PreflightSender, principal: Principal, operation: Operation): Promise<boolean> {
  const place = inside(principal, sender.settings.origin);
  return place !== undefined && isSuccess(await sender.call(operation, principal, { level: 'lines', ...place }));
}

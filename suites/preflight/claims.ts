/**
 * What is claimed of principals, tried: scopes that they hold and lack, credentials that are dead, lists that keep them away.
 *
 * @module
 */
import type { Operation } from '../../spec/contract.ts';
import { inside } from '../principals/origin.ts';
import type { PreflightResult } from '../result/result.ts';
import { isScoped, simplestFor } from '../engine/scenario.ts';
import type { Principal } from '../engine/settings.ts';
import { isSuccess } from '../engine/scenario-context.ts';
import type { PreflightSender } from './sender.ts';
import { passed, warning } from './line.ts';
import { rejectedCallLine } from './rejected-call.ts';

/** How many calls may go to scopes that a principal holds, besides its first. */
const most = 2;

/** Calls what the scopes of a principal open, one operation for each, and one that they do not. Safe operations only. */
export async function provenScopes(desk: PreflightSender, principal: Principal, first: Operation): Promise<readonly PreflightResult[]> {
  const { principals } = desk;
  const safe = plainest(desk, principal);
  const needing = (scope: string, operation: Operation) =>
    isScoped(operation) &&
    principals.allows(principal, operation) &&
    !principals.allows({ ...principal, scopes: principal.scopes.filter((held) => held !== scope) }, operation);
  const opened = principal.scopes
    .filter((scope) => !needing(scope, first))
    .flatMap((scope) => safe.find((operation) => operation.id !== first.id && needing(scope, operation)) ?? []);
  const lines: PreflightResult[] = [];
  for (const operation of [...new Set(opened)].slice(0, most)) {
    const sent = await desk.call(operation, principal);
    // Whether its object exists, or it is served at all, is for the checks to say.
    if (sent.reply?.status === 401 || sent.reply?.status === 403) lines.push(scoped(rejectedCallLine(principal, operation, sent, desk)!));
  }
  const closed = safe.find((operation) => isScoped(operation) && !principals.allows(principal, operation));
  if (!closed || !isSuccess(await desk.call(closed, principal))) return lines;
  const says = `${principal.name}: ${closed.id} serves it, although the scopes ${principal.scopes.join(', ') || '(none)'} do not allow that`;
  const fix = 'list every scope that the credential was granted; if those are all, the run will show that the target asks for none';
  return [...lines, scoped(warning('', { says, configuration: `principals.${principal.name}.scopes`, fix }))];

  function scoped(line: PreflightResult): PreflightResult {
    return { ...line, id: `principals/${principal.name}/scopes` };
  }
}

/** Safe operations that take a principal's kind of credential, those without a path parameter first. */
function plainest({ contract, principals }: PreflightSender, principal: Principal): readonly Operation[] {
  const taken = contract.operations.filter((operation) => operation.safe && !operation.public && principals.concerns(principal, operation));
  const rank = ({ path }: Operation) => Number(path.includes('{'));
  return taken.toSorted((one, other) => rank(one) - rank(other));
}

/** A credential that is said to be dead. */
export async function inactiveLine(desk: PreflightSender, principal: Principal): Promise<PreflightResult> {
  const { name, state } = principal;
  const id = `principals/${name}`;
  const operation = simplestFor(desk, principal);
  if (!operation) return passed(id, `${name}: no safe operation would be open to it, so it was not tried`);
  const sent = await desk.call(operation, principal);
  if (!isSuccess(sent)) return passed(id, `${name}: is ${state}, and refused${sent.reply ? ` with ${sent.reply.status}` : ''}`);
  const act = state === 'revoked' ? 'revoke it' : 'let it expire';
  return warning(id, {
    says: `${name}: ${operation.id} serves it, although it is said to be ${state}`,
    configuration: `principals.${name}.state`,
    fix: `${act}, or leave state out; if it is ${state}, the run will show that the target does not care`,
  });
}

/** A principal whose list is said to keep this machine away. */
export async function addressLine(desk: PreflightSender, principal: Principal): Promise<PreflightResult> {
  const { name, from = [] } = principal;
  const id = `principals/${name}`;
  const operation = simplestFor(desk, principal);
  if (!operation) return passed(id, `${name}: no safe operation would be open to it, so it was not tried`);
  const sent = await desk.call(operation, principal);
  const { status } = sent.reply ?? {};
  if (status === 401 && !(await isServedAtHome(desk, principal, operation))) {
    const key = `principals.${name}.secret`;
    const fix = `is ${desk.sourceOf(key)} of another environment? If not, the server refuses addresses with 401, as it refuses unknown credentials`;
    return warning(id, { says: `${name}: ${operation.id} answered 401, from outside its list`, configuration: key, fix });
  }
  if (!isSuccess(sent))
    return passed(id, `${name}: is kept away by ${from.join(', ')}, and refused${status === undefined ? '' : ` with ${status}`}`);
  return warning(id, {
    says: `${name}: ${operation.id} serves it from here, although this machine is said to be outside ${from.join(', ')}`,
    configuration: `principals.${name}.${principal.here === false ? 'here' : 'from'}`,
    fix: 'list the addresses that its account lists; if this machine is among them, say here: true',
  });
}

/** Whether a credential is good at an address of its list, where this machine has one. */
async function isServedAtHome(desk: PreflightSender, principal: Principal, operation: Operation): Promise<boolean> {
  const place = inside(principal, desk.settings.origin);
  return place !== undefined && isSuccess(await desk.call(operation, principal, { level: 'lines', ...place }));
}

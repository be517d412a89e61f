/**
 * The first calls of each active principal: whether its credential is accepted, and whether the response matches the configuration.
 *
 * @module
 */
import { windowsFor } from '../../spec/plan.ts';
import type { Operation } from '../../spec/contract.ts';
import { reportedQuota, valueAtPlace } from '../expectations/quota.ts';
import type { PreflightResult } from '../result/result.ts';
import { operationsFor } from '../engine/scenario.ts';
import type { Principal } from '../engine/settings.ts';
import type { Reply, Sent } from '../http/target.ts';
import { provenScopes } from './claims.ts';
import { isClosed, mostOperations, type PreflightSender } from './sender.ts';
import { passed, warning } from './line.ts';
import { acceptedPrefix, isRejection, rejectedCallLine } from './rejected-call.ts';
import { wholeNumber } from '../expectations/times.ts';

/** What the first calls of a principal showed. */
export interface TriedPrincipal {
  readonly lines: readonly PreflightResult[];
  /** The operation that serves it, and nobody without a credential. */
  readonly served?: Operation;
  /** The response with which it did, if the limits of its plan may have to be read off it. */
  readonly reply?: Reply;
}

/**
 * Calls as a principal until an operation serves it that serves nobody without a credential: once, if the first does. A 401 or 403 of one
 * operation may be about something else, such as the token of an invitation. A thorough preflight makes up to three more calls to check its scopes.
 */
export async function principalLines(sender: PreflightSender, principal: Principal): Promise<TriedPrincipal> {
  const { name } = principal;
  const id = `principals/${name}`;
  const operations = operationsFor(sender, principal).slice(0, 2 * mostOperations);
  if (operations.length === 0) return { lines: [passed(id, `${name}: not tried, because it may call no safe operation`)] };
  const rejections: Rejection[] = [];
  let elsewhere: PreflightResult | undefined;
  let calls = 0;
  for (const operation of operations) {
    if (calls === mostOperations) break;
    if (!isClosed(await sender.anonymous(operation))) continue;
    calls += 1;
    const sent = await sender.call(operation, principal);
    if (isAboutObject(operation, sent)) {
      elsewhere ??= objectLine(principal, operation, sent);
      continue;
    }
    const first = isRejection(sent) && rejections.length === 0;
    const prefix = first ? await acceptedPrefix(sender, operation, principal) : undefined;
    const rejected = rejectedCallLine(principal, operation, sent, sender, prefix);
    if (rejected && (prefix !== undefined || !isRejection(sent))) return { lines: [rejected] };
    if (!rejected)
      return {
        lines: [...(await acceptedLines(operation, sent.reply!)), ...rejections.map((one) => asWarning(principal, operation, one))],
        served: operation,
        ...(principal.expendable && principal.plan === undefined && { reply: sent.reply! }),
      };
    rejections.push({ by: operation, status: sent.reply!.status, line: rejected });
  }
  const [refusal] = rejections;
  if (refusal) return { lines: [refusal.line] };
  if (elsewhere) return { lines: [elsewhere] };
  const names = operations.map((operation) => operation.id).join(', ');
  const fix = 'if the operations are public, say so in the document (security: []); if not, the run will report it';
  return {
    lines: [
      warning(id, {
        message: `${name}: not tried, because ${names} also serve requests without a credential`,
        configuration: 'document',
        fix,
      }),
    ],
  };

  async function acceptedLines(operation: Operation, reply: Reply): Promise<readonly PreflightResult[]> {
    const claims = [planLine(principal, operation, reply, sender), scopesLine(principal, reply, sender)].filter(
      (line) => line !== undefined,
    );
    const proven = sender.thorough ? await provenScopes(sender, principal, operation) : [];
    return [passed(id, `${name}: ${operation.id} accepts its credential`), ...claims, ...proven];
  }
}

/** The object of the example may belong to another account, or not exist: the response says nothing about the credential. */
const isAboutObject = ({ path }: Operation, { reply }: Sent) =>
  path.includes('{') && reply !== undefined && [400, 403, 404, 410, 422].includes(reply.status);

function objectLine({ name }: Principal, { id, path, parameters }: Operation, { reply }: Sent): PreflightResult {
  const first = parameters.find((parameter) => parameter.in === 'path' && path.includes(`{${parameter.name}}`));
  return warning(`principals/${name}`, {
    message: `${name}: ${id} returned ${reply!.status} for the object of the example; no other operation shows whether its credential is accepted`,
    configuration: 'parameters',
    fix: `name an object of its account: { ${first?.name ?? 'id'}: … }`,
  });
}

interface Rejection {
  readonly by: Operation;
  readonly status: number;
  readonly line: PreflightResult;
}

/** A rejection beside an operation that serves the principal: its role, or a credential of another kind, may be a reason that the document does not know. */
function asWarning({ name }: Principal, served: Operation, { by, status, line }: Rejection): PreflightResult {
  if (status === 403) return { ...line, id: `${line.id}/scopes`, outcome: 'warning' };
  return warning(`principals/${name}/document`, {
    message: `${name}: ${by.id} returned 401, although ${served.id} accepts its credential`,
    configuration: 'document',
    fix: 'if the operation takes another credential, such as the token of a link, correct its security; if not, the run will report it',
  });
}

/** Compares the limit that the target reports with the windows of the configured plan. */
function planLine(principal: Principal, operation: Operation, reply: Reply, { contract }: PreflightSender): PreflightResult | undefined {
  const claimed = contract.plans.find(({ name }) => name === principal.plan);
  if (!claimed) return undefined;
  const { whoami } = contract;
  const stated = whoami?.operation === operation.id && whoami.limit ? wholeNumber(valueAtPlace(whoami.limit, reply)) : undefined;
  const limit = reportedQuota(contract, reply).limit ?? stated;
  const has = (plan: typeof claimed) => windowsFor(plan, operation.id).some((window) => window.limit === limit);
  if (limit === undefined || windowsFor(claimed, operation.id).length === 0 || has(claimed)) return undefined;
  const others = contract.plans.filter(has).map(({ name }) => name);
  return warning(`principals/${principal.name}/plan`, {
    message: `${principal.name}: the target reports a limit of ${limit}, but the plan ${claimed.name} has ${windowsFor(
      claimed,
      operation.id,
    )
      .map(({ label }) => label)
      .join(' and ')}`,
    configuration: `principals.${principal.name}.plan`,
    fix:
      others[0] === undefined
        ? 'set it to the plan of its account; if the plan is correct, the document and the target disagree'
        : `set it to the plan of its account, perhaps ${others.join(' or ')}, or use a credential of the plan ${claimed.name}`,
  });
}

/** Compares the scopes that the whoami operation returns with the configured ones. */
function scopesLine(principal: Principal, reply: Reply, { contract, principals, thorough }: PreflightSender): PreflightResult | undefined {
  const listed = contract.whoami?.scopes && valueAtPlace(contract.whoami.scopes, reply);
  if (!Array.isArray(listed)) return undefined;
  const missing = principal.scopes.filter((scope) => !listed.includes(scope));
  const granted = principals.granted(principal);
  const further = thorough ? listed.filter((scope) => typeof scope === 'string' && !granted.has(scope)) : [];
  if (missing.length === 0 && further.length === 0) return undefined;
  const but = [
    ...(missing.length > 0 ? [`but not ${missing.join(', ')}`] : []),
    ...(further.length > 0 ? [`and the configuration does not list ${further.join(', ')}`] : []),
  ];
  return warning(`principals/${principal.name}/scopes`, {
    message: `${principal.name}: the target returns the scopes ${listed.join(', ') || 'none'}, ${but.join(', ')}`,
    configuration: `principals.${principal.name}.scopes`,
    fix: 'list the scopes granted to the credential',
  });
}

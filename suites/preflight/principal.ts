/**
 * The first call of each active principal: whether its credential is accepted, and whether the response matches the configuration.
 *
 * @module
 */
import type { Operation } from '../../spec/contract.ts';
import { reportedQuota, valueAtPlace, wholeNumber } from '../expectations/quota.ts';
import type { PreflightResult } from '../result/result.ts';
import { simplestFor } from '../engine/scenario.ts';
import type { Principal } from '../engine/settings.ts';
import type { Reply } from '../http/target.ts';
import { provenScopes } from './claims.ts';
import type { PreflightSender } from './sender.ts';
import { passed, warning } from './line.ts';
import { rejectedCallLine } from './rejected-call.ts';

/** Calls once as a principal; a thorough preflight makes up to three more calls to check its scopes. */
export async function principalLines(sender: PreflightSender, principal: Principal): Promise<readonly PreflightResult[]> {
  const { name } = principal;
  const operation = simplestFor(sender, principal);
  if (!operation) return [passed(`principals/${name}`, `${name}: not tried, because it may call no safe operation`)];
  const sent = await sender.call(operation, principal);
  const rejected = rejectedCallLine(principal, operation, sent, sender);
  if (rejected) return [rejected];
  const reply = sent.reply!;
  const claims = [planLine(principal, operation, reply, sender), scopesLine(principal, reply, sender)].filter((line) => line !== undefined);
  const proven = sender.thorough ? await provenScopes(sender, principal, operation) : [];
  return [passed(`principals/${name}`, `${name}: ${operation.id} accepts its credential`), ...claims, ...proven];
}

/** Compares the limit that the target reports with the windows of the configured plan. */
function planLine(principal: Principal, operation: Operation, reply: Reply, { contract }: PreflightSender): PreflightResult | undefined {
  const claimed = contract.plans.find(({ name }) => name === principal.plan);
  if (!claimed) return undefined;
  const { whoami } = contract;
  const stated = whoami?.operation === operation.id && whoami.limit ? wholeNumber(valueAtPlace(whoami.limit, reply)) : undefined;
  const limit = reportedQuota(contract, reply).limit ?? stated;
  const has = (plan: typeof claimed) => plan.windows.some((window) => window.limit === limit);
  if (limit === undefined || claimed.windows.length === 0 || has(claimed)) return undefined;
  const others = contract.plans.filter(has).map(({ name }) => name);
  return warning(`principals/${principal.name}/plan`, {
    message: `${principal.name}: the target reports a limit of ${limit}, but the plan ${claimed.name} has ${claimed.windows.map(({ label }) => label).join(' and ')}`,
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

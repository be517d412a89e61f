/**
 * Each live principal, by its first call: whether its credential is accepted, and whether the answer agrees with what is claimed of it.
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

/** Calls once as a principal, and in a thorough preflight up to three times more, to try its scopes. */
export async function principalLines(desk: PreflightSender, principal: Principal): Promise<readonly PreflightResult[]> {
  const { name } = principal;
  const operation = simplestFor(desk, principal);
  if (!operation) return [passed(`principals/${name}`, `${name}: no safe operation is open to it, so it was not tried`)];
  const sent = await desk.call(operation, principal);
  const objection = rejectedCallLine(principal, operation, sent, desk);
  if (objection) return [objection];
  const reply = sent.reply!;
  const claims = [planLine(principal, operation, reply, desk), scopesLine(principal, reply, desk)].filter((line) => line !== undefined);
  const proven = desk.thorough ? await provenScopes(desk, principal, operation) : [];
  return [passed(`principals/${name}`, `${name}: its credential is accepted by ${operation.id}`), ...claims, ...proven];
}

/** The limit that the target reports against the windows of the plan that is claimed. */
function planLine(principal: Principal, operation: Operation, reply: Reply, { contract }: PreflightSender): PreflightResult | undefined {
  const claimed = contract.plans.find(({ name }) => name === principal.plan);
  if (!claimed) return undefined;
  const { whoami } = contract;
  const told = whoami?.operation === operation.id && whoami.limit ? wholeNumber(valueAtPlace(whoami.limit, reply)) : undefined;
  const limit = reportedQuota(contract, reply).limit ?? told;
  const has = (plan: typeof claimed) => plan.windows.some((window) => window.limit === limit);
  if (limit === undefined || claimed.windows.length === 0 || has(claimed)) return undefined;
  const others = contract.plans.filter(has).map(({ name }) => name);
  return warning(`principals/${principal.name}/plan`, {
    says: `${principal.name}: the target reports a limit of ${limit}, and the plan ${claimed.name} has ${claimed.windows.map(({ label }) => label).join(' and ')}`,
    configuration: `principals.${principal.name}.plan`,
    fix:
      others[0] === undefined
        ? 'name the plan of its account; if that is this one, the document and the target disagree'
        : `is its account on the plan ${others.join(' or ')}? Name that, or use a credential of the plan ${claimed.name}`,
  });
}

/** The scopes that the self-test lists against those that are claimed. */
function scopesLine(principal: Principal, reply: Reply, { contract, principals, thorough }: PreflightSender): PreflightResult | undefined {
  const listed = contract.whoami?.scopes && valueAtPlace(contract.whoami.scopes, reply);
  if (!Array.isArray(listed)) return undefined;
  const missing = principal.scopes.filter((scope) => !listed.includes(scope));
  const granted = principals.granted(principal);
  const further = thorough ? listed.filter((scope) => typeof scope === 'string' && !granted.has(scope)) : [];
  if (missing.length === 0 && further.length === 0) return undefined;
  const but = [
    ...(missing.length > 0 ? [`without ${missing.join(', ')}`] : []),
    ...(further.length > 0 ? [`while the configuration does not claim ${further.join(', ')}`] : []),
  ];
  return warning(`principals/${principal.name}/scopes`, {
    says: `${principal.name}: the target lists the scopes ${listed.join(', ') || 'none'}, ${but.join(', ')}`,
    configuration: `principals.${principal.name}.scopes`,
    fix: 'list the scopes that the credential was granted',
  });
}

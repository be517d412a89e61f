/**
 * Each live principal, by its first call: whether its credential is accepted, and whether the answer agrees with what is claimed of it.
 *
 * @module
 */
import type { Operation } from '../../spec/contract.ts';
import { quotaOf, valueAtPlace, wholeNumber } from '../expectations/quota.ts';
import type { PreflightResult } from '../result/result.ts';
import { plainestFor } from '../engine/scenario.ts';
import type { Actor } from '../engine/settings.ts';
import type { Reply } from '../http/target.ts';
import { provenScopes } from './claims.ts';
import type { Desk } from './desk.ts';
import { passed, warning } from './line.ts';
import { objectionTo } from './objection.ts';

/** Calls once as a principal, and in a thorough preflight up to three times more, to try its scopes. */
export async function principalLines(desk: Desk, actor: Actor): Promise<readonly PreflightResult[]> {
  const { name } = actor;
  const operation = plainestFor(desk, actor);
  if (!operation) return [passed(`principals/${name}`, `${name}: no safe operation is open to it, so it was not tried`)];
  const sent = await desk.call(operation, actor);
  const objection = objectionTo(actor, operation, sent, desk);
  if (objection) return [objection];
  const reply = sent.reply!;
  const claims = [planLine(actor, operation, reply, desk), scopesLine(actor, reply, desk)].filter((line) => line !== undefined);
  const proven = desk.thorough ? await provenScopes(desk, actor, operation) : [];
  return [passed(`principals/${name}`, `${name}: its credential is accepted by ${operation.id}`), ...claims, ...proven];
}

/** The limit that the target reports against the windows of the plan that is claimed. */
function planLine(actor: Actor, operation: Operation, reply: Reply, { contract }: Desk): PreflightResult | undefined {
  const claimed = contract.plans.find(({ name }) => name === actor.plan);
  if (!claimed) return undefined;
  const { whoami } = contract;
  const told = whoami?.operation === operation.id && whoami.limit ? wholeNumber(valueAtPlace(whoami.limit, reply)) : undefined;
  const limit = quotaOf(contract, reply).limit ?? told;
  const has = (plan: typeof claimed) => plan.windows.some((window) => window.limit === limit);
  if (limit === undefined || claimed.windows.length === 0 || has(claimed)) return undefined;
  const others = contract.plans.filter(has).map(({ name }) => name);
  return warning(`principals/${actor.name}/plan`, {
    says: `${actor.name}: the target reports a limit of ${limit}, and the plan ${claimed.name} has ${claimed.windows.map(({ label }) => label).join(' and ')}`,
    configuration: `principals.${actor.name}.plan`,
    fix:
      others[0] === undefined
        ? 'name the plan of its account; if that is this one, the document and the target disagree'
        : `is its account on the plan ${others.join(' or ')}? Name that, or use a credential of the plan ${claimed.name}`,
  });
}

/** The scopes that the self-test lists against those that are claimed. */
function scopesLine(actor: Actor, reply: Reply, { contract, roster, thorough }: Desk): PreflightResult | undefined {
  const listed = contract.whoami?.scopes && valueAtPlace(contract.whoami.scopes, reply);
  if (!Array.isArray(listed)) return undefined;
  const missing = actor.scopes.filter((scope) => !listed.includes(scope));
  const granted = roster.granted(actor);
  const further = thorough ? listed.filter((scope) => typeof scope === 'string' && !granted.has(scope)) : [];
  if (missing.length === 0 && further.length === 0) return undefined;
  const but = [
    ...(missing.length > 0 ? [`without ${missing.join(', ')}`] : []),
    ...(further.length > 0 ? [`while the configuration does not claim ${further.join(', ')}`] : []),
  ];
  return warning(`principals/${actor.name}/scopes`, {
    says: `${actor.name}: the target lists the scopes ${listed.join(', ') || 'none'}, ${but.join(', ')}`,
    configuration: `principals.${actor.name}.scopes`,
    fix: 'list the scopes that the credential was granted',
  });
}

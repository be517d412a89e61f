import type { RequirementId } from '../../spec/catalogue/catalogue.ts';
import { requirementIds } from '../../spec/catalogue/catalogue.ts';
import { authorizationServers } from '../../spec/authorization.ts';
import type { Contract } from '../../spec/contract.ts';
import type { Client } from '../../spec/principals.ts';
import { defined } from '../../spec/defined.ts';
import { checks } from '../../suites/topics/checks.ts';
import { createPrincipals } from '../../suites/principals/principals.ts';
import type { PlannedCase, PlanningContext } from '../../suites/engine/scenario.ts';
import type { Principal, OAuthClient, Permission, Settings } from '../../suites/engine/settings.ts';
import { unrestrictedSettings } from '../run/unrestricted.ts';

/** The plan of a requirement with the principals of the document's mock. */
export interface Rehearsal {
  /** Why it does not apply to the document, if it does not. */
  readonly excluded?: string;
  /** One for each check; empty if the requirement is judged by the exchanges of all scenarios. */
  readonly cases: readonly PlannedCase[];
  /** The requests of the whole scenario, which other requirements share. */
  readonly requests: number;
  /** How many of its checks need each permission. */
  readonly permissions: readonly { readonly permission: Permission; readonly checks: number }[];
  /** Waiting time in seconds, which the hook `clock` saves. */
  readonly waits: number;
  /** How many requirements share the scenario. */
  readonly serves: number;
}

/** Plans the checks of one requirement; sends nothing. */
export function rehearse(id: RequirementId, contract: Contract): Rehearsal {
  const { scenario, applies, of } = checks[id];
  const planning = planningContext(contract);
  const called = applies(contract);
  const planned = scenario.kind === 'passive' || called !== true ? [] : scenario.cases(planning);
  const cases = planned.filter((testCase) => of?.(testCase, planning) ?? true);
  return {
    ...(called !== true && { excluded: called }),
    cases,
    requests: planned.filter(isPossible).reduce((sum, { cost }) => sum + cost, 0),
    permissions: permissionsOf(cases),
    waits: cases.filter(isPossible).reduce((sum, { waits = 0 }) => sum + waits, 0),
    serves: requirementIds.filter((other) => checks[other].scenario === scenario).length,
  };
}

const isPossible = ({ blocked }: PlannedCase) => blocked === undefined;

function permissionsOf(cases: readonly PlannedCase[]): Rehearsal['permissions'] {
  const needed = [...new Set(cases.flatMap(({ permissions = [] }) => permissions))];
  return needed.map((permission) => ({
    permission,
    checks: cases.filter(({ permissions = [] }) => permissions.includes(permission)).length,
  }));
}

function planningContext(contract: Contract): PlanningContext {
  const plans = new Map(contract.accounts.map(({ name, plan }) => [name, plan]));
  const principals = contract.principals.map((principal): Principal => {
    const plan = plans.get(principal.account);
    return { ...principal, secret: '', ...defined({ plan }) };
  });
  const clients = contract.clients.map((client) => clientOf(client, plans.get(client.account)));
  const target = contract.servers[0]?.url ?? 'https://localhost';
  const settings: Settings = {
    ...unrestrictedSettings(target),
    oauthTarget: authorizationServers(contract)[0]?.issuer || target,
    origin: { usual: '127.0.0.1', choices: ['127.0.0.0/8'], mapped: false },
    principals,
    clients,
    slow: true,
  };
  return { contract, principals: createPrincipals(contract, settings), settings, hooks: { clock: false, reset: false, deny: true } };
}

/** A client of the mock, with automatic consent and the user of a password flow. */
function clientOf({ redirectUris, ...client }: Client, plan: string | undefined): OAuthClient {
  return {
    ...client,
    clientId: client.name,
    ...defined({ clientSecret: client.public ? undefined : '', plan }),
    redirectUri: redirectUris[0] ?? '',
    consent: { kind: 'automatic' },
    resourceOwner: { username: client.account, password: '' },
  };
}

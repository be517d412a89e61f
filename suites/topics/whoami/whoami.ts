import { unknownSecret, withSecret } from '../../principals/credentials.ts';
import type { Evidence } from '../../engine/evidence.ts';
import { valueAtPlace } from '../../expectations/quota.ts';
import type { ScenarioContext } from '../../engine/scenario-context.ts';
import { principalNamed, operationOf, type PlannedCase, type Scenario } from '../../engine/scenario.ts';

/** Variants: `live` for each live principal, `missing` and `unknown` for bad credentials. */
export const whoamiScenario: Scenario = {
  name: 'whoami',
  description: 'Asks the self-test operation who is calling, as every live principal and as nobody.',
  cases: ({ contract, principals }) => {
    const { whoami } = contract;
    if (!whoami) return [];
    const operation = operationOf(contract, whoami.operation);
    const concerned = principals.active.filter((principal) => principals.concerns(principal, operation));
    const live = concerned.map(({ name }): PlannedCase => ({ operation: operation.id, principal: name, variant: 'live', cost: 1 }));
    const blocked = { why: 'no live principal is at hand', needs: 'a principal (principals)' };
    const nobody = ['missing', 'unknown'].map((variant): PlannedCase => ({
      operation: operation.id,
      variant,
      cost: 1,
      ...(live.length === 0 && { blocked }),
    }));
    return [...(live.length > 0 ? live : [{ operation: operation.id, variant: 'live', cost: 0, blocked }]), ...nobody];
  },
  async play(context, cases) {
    const operation = operationOf(context.contract, cases[0]?.operation);
    const callerOf = (name: string | undefined) => context.principals.caller(principalNamed(context.principals, name), operation);
    const somebody = context.principals.active.find((principal) => context.principals.concerns(principal, operation))?.name;
    const live = [];
    for (const testCase of cases.filter(({ variant }) => variant === 'live')) {
      const probe = await context.send(operation, { caller: callerOf(testCase.principal) });
      context.observe(testCase, { controls: [], probes: [probe] });
      observeExpansion(context, testCase.principal, probe);
      live.push(probe);
    }
    const control = live[0] ?? (await context.send(operation, { role: 'control', caller: callerOf(somebody) }));
    const stranger = withSecret(callerOf(somebody), 'unknown', (_, scheme) => unknownSecret(scheme));
    for (const shot of cases.filter(({ variant }) => variant !== 'live')) {
      const probe = await context.send(operation, shot.variant === 'unknown' ? { caller: stranger } : {});
      context.observe(shot, { controls: [control], probes: [probe] });
    }
  },
};

/** Scopes that are listed because another implies them: neither right nor wrong. */
function observeExpansion(context: ScenarioContext, principal: string | undefined, evidence: Evidence): void {
  const place = context.contract.whoami?.scopes;
  const listed = place && evidence.reply ? valueAtPlace(place, evidence.reply) : undefined;
  const actor = principalNamed(context.principals, principal);
  const implied = [...context.principals.granted(actor)].filter((scope) => !actor.scopes.includes(scope));
  if (!Array.isArray(listed) || !implied.some((scope) => listed.includes(scope))) return;
  context.note('whoami', `the self-test lists for ${actor.name} also the scopes that its own imply`, [evidence]);
}
